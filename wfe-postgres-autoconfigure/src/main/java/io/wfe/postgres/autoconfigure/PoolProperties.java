package io.wfe.postgres.autoconfigure;

import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The properties of Hikari below {@code hikari}, which belong to one store.
 */
final class PoolProperties {

	/**
	 * What Hikari would prefer to the address of the store without a word, or pass over,
	 * and what to use instead.
	 */
	private static final Map<String, String> REFUSED = Map.of("jdbc-url", "url", "username", "username", "password",
			"password", "data-source-properties.user", "username", "data-source-properties.password", "password",
			"driver-class-name", "url");

	private static final List<String> DATA_SOURCES = List.of("data-source-class-name", "data-source-jndi");

	private final Environment environment;

	private final String store;

	private final String prefix;

	/**
	 * Creates the properties.
	 * @param store the start of the properties of the store
	 */
	PoolProperties(Environment environment, String store) {
		this.environment = environment;
		this.store = store;
		this.prefix = store + ".hikari";
	}

	boolean areSet() {
		return Binder.get(this.environment).bind(this.prefix, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	/**
	 * Fails if one of the properties competes with the URL, user or password of the
	 * store.
	 */
	void requireNoAddress() {
		Binder binder = Binder.get(this.environment);
		REFUSED.forEach((name, instead) -> requireNot(binder, name, this.store + "." + instead));
		DATA_SOURCES.forEach((name) -> requireNot(binder, name,
				this.store.equals(StoreNames.DEFAULT_PREFIX) ? "a DataSource bean with @WfeDataSource"
						: "a DataSource bean with the name of the store as its @Qualifier"));
		String provider = this.prefix + ".credentials-provider-class-name";
		if (isSet(binder, provider)
				&& (isSet(binder, this.store + ".username") || isSet(binder, this.store + ".password"))) {
			throw new InvalidValueException("Store", null, provider,
					"conflicts with " + this.store + ".username and " + this.store + ".password: remove either");
		}
	}

	private void requireNot(Binder binder, String name, String instead) {
		if (isSet(binder, this.prefix + "." + name)) {
			throw new InvalidValueException("Store", null, this.prefix + "." + name,
					"conflicts with the address of the store: remove it, and use " + instead + " instead");
		}
	}

	private static boolean isSet(Binder binder, String name) {
		return binder.bind(name, String.class).isBound();
	}

	void apply(HikariDataSource pool) {
		Binder.get(this.environment).bind(this.prefix, Bindable.ofInstance(pool));
	}

}
