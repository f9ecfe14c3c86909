package io.wfe.postgres.test.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Puts the named stores of an application into the database of the test, each into a
 * schema of its own.
 */
final class NamedTestStores {

	private static final String PREFIX = "wfe.postgres.stores";

	private NamedTestStores() {
	}

	/**
	 * Gives the data source of the test another name for each store, by which the store
	 * finds it.
	 */
	static void use(ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment,
			String dataSource) {
		Map<String, Object> schemas = new TreeMap<>();
		new Binder(ConfigurationPropertySources.get(environment))
			.bind(PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet()
			.forEach((store) -> {
				beanFactory.registerAlias(dataSource, store + "WfeDataSource");
				String schema = PREFIX + "." + store + ".schema";
				if (!environment.containsProperty(schema)) {
					schemas.put(schema, "wfc_" + store.replace('-', '_'));
				}
			});
		if (!schemas.isEmpty()) {
			environment.getPropertySources().addFirst(new MapPropertySource("wfeTestStores", schemas));
		}
	}

}
