package io.wfe.postgres.autoconfigure.health;

import java.time.Clock;

import io.wfe.actuator.autoconfigure.health.WfeHealthContributorAutoConfiguration;
import io.wfe.actuator.health.NamedStoreHealth;
import io.wfe.actuator.health.WfeHealthContribution;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresStoresAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the part of the workflow store in the health {@code wfe}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WfePostgresAutoConfiguration.class, WfePostgresStoresAutoConfiguration.class },
		before = WfeHealthContributorAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("wfe")
@EnableConfigurationProperties(WfePostgresHealthProperties.class)
public final class WfePostgresHealthContributorAutoConfiguration {

	@Bean
	@Order(0)
	@ConditionalOnSingleCandidate(PostgresPersistenceProvider.class)
	WfeHealthContribution wfePostgresHealth(PostgresPersistenceProvider provider,
			WfePostgresHealthProperties properties, ObjectProvider<Clock> clocks) {
		return new StoreHealth(provider, properties, clocks.getIfUnique(Clock::systemUTC), "wfe.postgres");
	}

	@Bean
	@Order(0)
	@ConditionalOnBean(StoreRegistry.class)
	NamedStoreHealth wfePostgresNamedStoreHealth(StoreRegistry stores, Environment environment,
			ObjectProvider<Clock> clocks) {
		return new HealthOfNamedStores(stores, environment, clocks.getIfUnique(Clock::systemUTC));
	}

}
