package io.wfe.postgres.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.wfe.core.persistence.PersistenceProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Says so if a bean of the application has replaced the default store. Otherwise nobody
 * would know why its properties have no effect.
 */
final class ReplacedStoreNote implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ReplacedStoreNote.class);

	private final ConfigurableListableBeanFactory beans;

	private final Environment environment;

	ReplacedStoreNote(ConfigurableListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!this.environment.getProperty(StoreNames.DEFAULT_PREFIX + ".enabled", Boolean.class, true)
				|| this.beans.getBeanNamesForType(WfeDatabase.class, true, false).length > 0) {
			return;
		}
		List<String> named = StoreNames.of(this.environment).stream().map(NamedStoreRegistrar::beanName).toList();
		List<String> providers = Stream.of(this.beans.getBeanNamesForType(PersistenceProvider.class, true, false))
			.filter((name) -> !named.contains(name))
			.toList();
		if (!providers.isEmpty()) {
			logger.info("The application's own PersistenceProvider bean ({}) replaces the default workflow store. "
					+ "wfe.postgres.url, .schema, .startup, .hikari, .retention, .health and .metrics have no "
					+ "effect on it: it has no pool, tables, retention, health or gauges of ours. "
					+ "wfe.postgres.stores.* are not affected", String.join(", ", providers));
		}
	}

}
