package io.wfe.postgres.autoconfigure.health;

import java.time.Clock;

import io.wfe.actuator.autoconfigure.health.WfeHealthContributorAutoConfiguration;
import io.wfe.actuator.health.WfeHealthContribution;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the part of the workflow store in the health {@code wfe}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WfePostgresAutoConfiguration.class, before = WfeHealthContributorAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("wfe")
@ConditionalOnSingleCandidate(PostgresPersistenceProvider.class)
@EnableConfigurationProperties(WfePostgresHealthProperties.class)
public final class WfePostgresHealthContributorAutoConfiguration {

	@Bean
	@Order(0)
	WfeHealthContribution wfePostgresHealth(PostgresPersistenceProvider provider,
			WfePostgresHealthProperties properties, ObjectProvider<Clock> clocks) {
		return new StoreHealth(provider, properties, clocks.getIfUnique(Clock::systemUTC));
	}

}
