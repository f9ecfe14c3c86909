package io.wfe.engine.autoconfigure.endpoint;

import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointAutoConfiguration;
import io.wfe.actuator.endpoint.NamedStoreEndpoint;
import io.wfe.actuator.endpoint.WfeEndpoint;
import io.wfe.actuator.endpoint.WfeEndpointContribution;
import io.wfe.actuator.endpoint.WorkflowCommands;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.WfeEngineStoresAutoConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what the workflow host adds to the {@link WfeEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WfeEngineAutoConfiguration.class, WfeEngineStoresAutoConfiguration.class },
		before = WfeEndpointAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(WfeEndpoint.class)
public final class WfeEngineEndpointAutoConfiguration {

	/**
	 * Behind that of the store.
	 */
	@Bean
	@Order(1)
	@ConditionalOnSingleCandidate(WorkflowHost.class)
	WfeEndpointContribution wfeEngineEndpointContribution(WorkflowHost host) {
		return new HostEndpointContribution(host);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(WorkflowHost.class)
	WorkflowCommands wfeWorkflowCommands(WorkflowHost host) {
		return new HostCommands(host);
	}

	@Bean
	@Order(1)
	@ConditionalOnBean(WorkflowHosts.class)
	NamedStoreEndpoint wfeEngineNamedStoreEndpoint(WorkflowHosts hosts) {
		return new NamedStoreEndpoint() {

			@Override
			public @Nullable WfeEndpointContribution contribution(String store) {
				WorkflowHost host = hosts.all().get(store);
				return (host != null) ? new HostEndpointContribution(host) : null;
			}

			@Override
			public @Nullable WorkflowCommands commands(String store) {
				WorkflowHost host = hosts.all().get(store);
				return (host != null) ? new HostCommands(host) : null;
			}

		};
	}

}
