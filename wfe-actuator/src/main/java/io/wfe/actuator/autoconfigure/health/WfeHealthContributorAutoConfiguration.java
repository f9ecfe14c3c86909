package io.wfe.actuator.autoconfigure.health;

import io.wfe.actuator.health.WfeHealthContribution;
import io.wfe.actuator.health.WfeHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the health of WFE, {@code wfe}. The auto-configurations of
 * contributions come before it.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("wfe")
@ConditionalOnBean(WfeHealthContribution.class)
public final class WfeHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "wfeHealthContributor", "wfeHealthIndicator" })
	HealthIndicator wfeHealthContributor(ObjectProvider<WfeHealthContribution> contributions) {
		return new WfeHealthIndicator(contributions.orderedStream().toList());
	}

}
