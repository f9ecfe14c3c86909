package io.wfe.actuator.autoconfigure.endpoint;

import java.time.Clock;

import io.wfe.actuator.endpoint.WfeEndpoint;
import io.wfe.actuator.endpoint.WfeEndpointContribution;
import io.wfe.actuator.endpoint.WfeEndpointJmxExtension;
import io.wfe.actuator.endpoint.WfeEndpointWebExtension;
import io.wfe.actuator.endpoint.WorkflowCommands;
import io.wfe.core.persistence.PersistenceProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the {@link WfeEndpoint}. The auto-configurations of the store
 * and of contributions come before it.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(WfeEndpoint.class)
@ConditionalOnSingleCandidate(PersistenceProvider.class)
@EnableConfigurationProperties(WfeEndpointProperties.class)
public final class WfeEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WfeEndpoint wfeEndpoint(PersistenceProvider provider, ObjectProvider<WfeEndpointContribution> contributions,
			ObjectProvider<WorkflowCommands> commands, ObjectProvider<Clock> clocks) {
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		@Nullable WorkflowCommands controls = commands.getIfUnique();
		return (controls != null) ? new WfeEndpoint(provider, contributions.orderedStream().toList(), controls, clock)
				: new WfeEndpoint(provider, contributions.orderedStream().toList(), clock);
	}

	@Bean
	@ConditionalOnBean(WfeEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	WfeEndpointWebExtension wfeEndpointWebExtension(WfeEndpoint endpoint, WfeEndpointProperties properties) {
		return new WfeEndpointWebExtension(endpoint, properties.showData(), properties.roles());
	}

	@Bean
	@ConditionalOnBean(WfeEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	WfeEndpointJmxExtension wfeEndpointJmxExtension(WfeEndpoint endpoint, WfeEndpointProperties properties) {
		return new WfeEndpointJmxExtension(endpoint, properties.showData());
	}

}
