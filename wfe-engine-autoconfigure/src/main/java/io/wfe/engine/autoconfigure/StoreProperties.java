package io.wfe.engine.autoconfigure;

import java.util.Locale;
import java.util.Set;

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
	static boolean isLazy(Environment environment) {
		return get(environment, "wfe.postgres.startup").equals("lazy");
	}

	/**
	 * Tells whether the tables may be created.
	 */
	static boolean mayCreate(Environment environment) {
		return !Set.of("validate", "never").contains(get(environment, "wfe.postgres.initialize-schema"));
	}

	private static String get(Environment environment, String name) {
		return Binder.get(environment).bind(name, String.class).orElse("").toLowerCase(Locale.ROOT);
	}

}
