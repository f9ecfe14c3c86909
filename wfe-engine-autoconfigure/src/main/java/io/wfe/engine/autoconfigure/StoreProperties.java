package io.wfe.engine.autoconfigure;

import java.util.Locale;
import java.util.Set;

import io.wfe.core.persistence.StoreRegistry;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What the properties of the PostgreSQL store ask of the engine, without its classes.
 */
final class StoreProperties {

	private StoreProperties() {
	}

	/**
	 * Tells whether the application is to start without its database.
	 */
	static boolean isLazy(Environment environment, String store) {
		return get(environment, prefix(store) + ".startup").equals("lazy");
	}

	/**
	 * Tells whether the tables may be created.
	 */
	static boolean mayCreate(Environment environment, String store) {
		return !Set.of("validate", "never").contains(get(environment, prefix(store) + ".initialize-schema"));
	}

	private static String prefix(String store) {
		return store.equals(StoreRegistry.DEFAULT) ? "wfe.postgres" : "wfe.postgres.stores." + store;
	}

	private static String get(Environment environment, String name) {
		return Binder.get(environment).bind(name, String.class).orElse("").toLowerCase(Locale.ROOT);
	}

}
