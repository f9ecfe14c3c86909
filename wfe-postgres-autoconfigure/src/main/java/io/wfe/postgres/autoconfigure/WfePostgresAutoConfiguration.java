package io.wfe.postgres.autoconfigure;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;
import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointAutoConfiguration;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.observation.PersistenceObservationConvention;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the workflow store on PostgreSQL. It adds no data source,
 * transaction manager, JSON mapper or Liquibase bean to the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = WfeEndpointAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "wfe.postgres.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(PersistenceProvider.class)
@EnableConfigurationProperties(WfePostgresProperties.class)
@Import({ DatabaseInitializationDependencyConfigurer.class, RetentionConfiguration.class })
@ImportRuntimeHints(WfePostgresRuntimeHints.class)
public final class WfePostgresAutoConfiguration {

	@Bean
	WfeDatabase wfeDatabase(WfePostgresProperties properties, Environment environment,
			@WfeDataSource ObjectProvider<DataSource> wfeDataSource,
			ObjectProvider<WfePostgresConnectionDetails> connectionDetails, ObjectProvider<DataSource> dataSources,
			ObjectProvider<WfeHikariCustomizer> customizers) {
		return WfeDatabase.of(properties, environment, wfeDataSource, connectionDetails, dataSources, customizers);
	}

	@Bean
	PostgresPersistenceProvider wfePersistenceProvider(WfePostgresProperties properties, WfeDatabase database,
			@WfeTransactionManager ObjectProvider<PlatformTransactionManager> wfeTransactionManager,
			ObjectProvider<PlatformTransactionManager> transactionManagers,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<PersistenceObservationConvention> observationConvention,
			ObjectProvider<PostgresPersistenceProviderCustomizer> customizers) {
		return StoreProviders.build(StoreRegistry.DEFAULT, properties, database,
				StoreTransactionManagers.forDatabase(database, wfeTransactionManager.getIfAvailable(),
						transactionManagers),
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP), observationConvention.getIfUnique(),
				customizers.orderedStream().toList());
	}

}
