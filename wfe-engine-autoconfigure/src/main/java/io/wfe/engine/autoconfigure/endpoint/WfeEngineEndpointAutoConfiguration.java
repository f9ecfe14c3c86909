package io.wfe.engine.autoconfigure.endpoint;

import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointAutoConfiguration;
import io.wfe.actuator.endpoint.WfeEndpoint;
import io.wfe.actuator.endpoint.WfeEndpointContribution;
import io.wfe.actuator.endpoint.WorkflowCommands;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
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
@AutoConfiguration(after = WfeEngineAutoConfiguration.class, before = WfeEndpointAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(WfeEndpoint.class)
@ConditionalOnSingleCandidate(WorkflowHost.class)
public final class WfeEngineEndpointAutoConfiguration {

	/**
	 * Behind that of the store.
	 */
	@Bean
	@Order(1)
	WfeEndpointContribution wfeEngineEndpointContribution(WorkflowHost host) {
		return new HostEndpointContribution(host);
	}

	@Bean
	@ConditionalOnMissingBean
	WorkflowCommands wfeWorkflowCommands(WorkflowHost host) {
		return new HostCommands(host);
	}

}
