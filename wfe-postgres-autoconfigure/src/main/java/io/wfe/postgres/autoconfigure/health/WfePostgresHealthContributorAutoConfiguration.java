package io.wfe.postgres.autoconfigure.health;

import java.time.Clock;

import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the health of the workflow store, {@code wfe}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WfePostgresAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("wfe")
@ConditionalOnSingleCandidate(PostgresPersistenceProvider.class)
@EnableConfigurationProperties(WfePostgresHealthProperties.class)
public final class WfePostgresHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "wfeHealthContributor", "wfeHealthIndicator" })
	HealthIndicator wfeHealthContributor(PostgresPersistenceProvider provider, WfePostgresHealthProperties properties,
			ObjectProvider<Clock> clocks) {
		return new WfeHealthIndicator(provider, properties, clocks.getIfUnique(Clock::systemUTC));
	}

}
