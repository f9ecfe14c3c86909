package io.wfe.postgres.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.StoreRegistry;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * The names of stores, and the properties that belong to them.
 */
final class StoreNames {

	/**
	 * The start of the properties of the default store.
	 */
	static final String DEFAULT_PREFIX = "wfe.postgres";

	private static final String PREFIX = DEFAULT_PREFIX + ".stores";

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

	private StoreNames() {
	}

	/**
	 * Returns the names of the stores that are configured. Placeholders are left alone:
	 * where an application is built, their values are not there.
	 */
	static Set<String> of(Environment environment) {
		Map<String, Object> stores = new Binder(ConfigurationPropertySources.get(environment))
			.bind(PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of());
		Set<String> names = new TreeSet<>();
		for (String name : stores.keySet()) {
			check(name, PREFIX + "." + name);
			if (environment.getProperty(prefix(name) + ".enabled", Boolean.class, true)) {
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * Refuses a name that cannot be part of the name of a property.
	 */
	static void check(String name, String field) {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidValueException("Store", null, field,
					"needs a name of at most 63 lower-case letters, digits and dashes, which begins with a letter");
		}
		if (name.equals(StoreRegistry.DEFAULT)) {
			throw new InvalidValueException("Store", null, field,
					"has the name of the store that wfe.postgres.* configures: use another name");
		}
	}

	/**
	 * Returns the name of the store whose properties start so.
	 */
	static String ofPrefix(String prefix) {
		return prefix.equals(DEFAULT_PREFIX) ? StoreRegistry.DEFAULT : prefix.substring(PREFIX.length() + 1);
	}

	/**
	 * Returns the start of the properties of a store.
	 */
	static String prefix(String name) {
		return PREFIX + "." + name;
	}

}
