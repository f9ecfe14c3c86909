package io.wfe.postgres.autoconfigure;

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The properties of Hikari below {@value #PREFIX}.
 */
final class PoolProperties {

	private static final String PREFIX = "wfe.postgres.hikari";

	/**
	 * What Hikari would prefer to the address of the store without a word, or pass over,
	 * and what to use instead.
	 */
	private static final Map<String, String> REFUSED = Map.of("jdbc-url", "wfe.postgres.url", "username",
			"wfe.postgres.username", "password", "wfe.postgres.password", "data-source-properties.user",
			"wfe.postgres.username", "data-source-properties.password", "wfe.postgres.password", "driver-class-name",
			"wfe.postgres.url", "data-source-class-name", "a DataSource bean with @WfeDataSource", "data-source-jndi",
			"a DataSource bean with @WfeDataSource");

	private static final String CREDENTIALS_PROVIDER = PREFIX + ".credentials-provider-class-name";

	private PoolProperties() {
	}

	static boolean areSet(Environment environment) {
		return Binder.get(environment).bind(PREFIX, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	/**
	 * Fails if one of the properties competes with the URL, user or password of the
	 * store.
	 */
	static void requireNoAddress(Environment environment) {
		Binder binder = Binder.get(environment);
		REFUSED.forEach((name, instead) -> {
			if (isSet(binder, PREFIX + "." + name)) {
				throw new InvalidValueException("Store", null, PREFIX + "." + name,
						"conflicts with the address of the store: remove it, and use " + instead + " instead");
			}
		});
		if (isSet(binder, CREDENTIALS_PROVIDER)
				&& (isSet(binder, "wfe.postgres.username") || isSet(binder, "wfe.postgres.password"))) {
			throw new InvalidValueException("Store", null, CREDENTIALS_PROVIDER,
					"conflicts with wfe.postgres.username and wfe.postgres.password: remove either");
		}
	}

	private static boolean isSet(Binder binder, String name) {
		return binder.bind(name, String.class).isBound();
	}

	static void apply(Environment environment, HikariDataSource pool) {
		Binder.get(environment).bind(PREFIX, Bindable.ofInstance(pool));
	}

}
