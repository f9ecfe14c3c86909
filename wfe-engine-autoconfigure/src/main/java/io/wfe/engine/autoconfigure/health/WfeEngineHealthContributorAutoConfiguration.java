package io.wfe.engine.autoconfigure.health;

import io.wfe.actuator.autoconfigure.health.WfeHealthContributorAutoConfiguration;
import io.wfe.actuator.health.NamedStoreHealth;
import io.wfe.actuator.health.WfeHealthContribution;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.WfeEngineStoresAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what the workflow host knows of the health {@code wfe}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WfeEngineAutoConfiguration.class, WfeEngineStoresAutoConfiguration.class },
		before = WfeHealthContributorAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("wfe")
@EnableConfigurationProperties(WfeEngineHealthProperties.class)
public final class WfeEngineHealthContributorAutoConfiguration {

	/**
	 * Behind that of the store.
	 */
	@Bean
	@Order(1)
	@ConditionalOnSingleCandidate(WorkflowHost.class)
	WfeHealthContribution wfeEngineHealth(WorkflowHost host, WfeEngineHealthProperties properties) {
		return new HostHealth(host, properties);
	}

	@Bean
	@Order(1)
	@ConditionalOnBean(WorkflowHosts.class)
	NamedStoreHealth wfeEngineNamedStoreHealth(WorkflowHosts hosts, WfeEngineHealthProperties properties) {
		return (store) -> {
			WorkflowHost host = hosts.all().get(store);
			return (host != null) ? new HostHealth(host, properties) : null;
		};
	}

}
