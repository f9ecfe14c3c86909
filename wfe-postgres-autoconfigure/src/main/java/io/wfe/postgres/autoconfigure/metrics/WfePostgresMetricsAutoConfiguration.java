package io.wfe.postgres.autoconfigure.metrics;

import java.time.Clock;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfeHikariCustomizer;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresStoresAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the metrics of the workflow store: its backlog, its size, and
 * its own connection pool, if it has one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WfePostgresAutoConfiguration.class, WfePostgresStoresAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@EnableConfigurationProperties(WfePostgresMetricsProperties.class)
public final class WfePostgresMetricsAutoConfiguration {

	@Bean
	@ConditionalOnSingleCandidate(PostgresPersistenceProvider.class)
	StoreMeters wfeStoreMeters() {
		return new StoreMeters(StoreRegistry.DEFAULT);
	}

	@Bean
	@ConditionalOnSingleCandidate(PostgresPersistenceProvider.class)
	StoreSampler wfeStoreSampler(PostgresPersistenceProvider provider, StoreMeters meters, ObjectProvider<Clock> clocks,
			WfePostgresMetricsProperties properties) {
		return new StoreSampler(provider, meters, clocks.getIfUnique(Clock::systemUTC), properties.sampleInterval(),
				StoreRegistry.DEFAULT);
	}

	@Bean
	@ConditionalOnBean(StoreRegistry.class)
	MetricsOfNamedStores wfeMetricsOfNamedStores(StoreRegistry stores, ObjectProvider<MeterRegistry> registries,
			ObjectProvider<Clock> clocks, Environment environment) {
		return new MetricsOfNamedStores(stores, registries, clocks.getIfUnique(Clock::systemUTC), environment);
	}

	/**
	 * A pool that is to report elsewhere is left alone. It is for a pool of the store
	 * alone: Spring Boot looks after the application's.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WfeHikariCustomizer wfeHikariMetricsCustomizer(ObjectProvider<MeterRegistry> registries) {
		return (config) -> {
			if (config.getMetricRegistry() == null && config.getMetricsTrackerFactory() == null) {
				registries.ifUnique(
						(registry) -> config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry)));
			}
		};
	}

}
