package io.wfe.actuator.autoconfigure.endpoint;

import java.time.Clock;

import io.wfe.actuator.autoconfigure.ConditionalOnNamedStores;
import io.wfe.actuator.endpoint.NamedEndpoints;
import io.wfe.actuator.endpoint.NamedStoreEndpoint;
import io.wfe.actuator.endpoint.WfeEndpoint;
import io.wfe.actuator.endpoint.WfeEndpointContribution;
import io.wfe.actuator.endpoint.WfeEndpointJmxExtension;
import io.wfe.actuator.endpoint.WfeEndpointWebExtension;
import io.wfe.actuator.endpoint.WorkflowCommands;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

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
@Conditional(WfeEndpointAutoConfiguration.OnStores.class)
@EnableConfigurationProperties(WfeEndpointProperties.class)
public final class WfeEndpointAutoConfiguration {

	/**
	 * That of the default store, or else that of the first one.
	 */
	@Bean
	@ConditionalOnMissingBean
	WfeEndpoint wfeEndpoint(ListableBeanFactory beans, ObjectProvider<PersistenceProvider> providers,
			ObjectProvider<WfeEndpointContribution> contributions, ObjectProvider<WorkflowCommands> commands,
			ObjectProvider<Clock> clocks) {
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		@Nullable PersistenceProvider only = providers.getIfUnique();
		PersistenceProvider provider = (only != null) ? only
				: beans.getBeansOfType(PersistenceProvider.class).values().iterator().next();
		@Nullable WorkflowCommands controls = commands.getIfUnique();
		return (controls != null) ? new WfeEndpoint(provider, contributions.orderedStream().toList(), controls, clock)
				: new WfeEndpoint(provider, contributions.orderedStream().toList(), clock);
	}

	@Bean
	@ConditionalOnBean(WfeEndpoint.class)
	NamedEndpoints wfeNamedEndpoints(WfeEndpoint endpoint, ObjectProvider<PersistenceProvider> providers,
			ObjectProvider<StoreRegistry> registries, ObjectProvider<NamedStoreEndpoint> parts,
			ObjectProvider<Clock> clocks) {
		return new NamedEndpoints((providers.getIfUnique() != null) ? endpoint : null, registries.getIfUnique(),
				parts.orderedStream().toList(), clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnBean(WfeEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	WfeEndpointWebExtension wfeEndpointWebExtension(NamedEndpoints endpoints, WfeEndpointProperties properties) {
		return new WfeEndpointWebExtension(endpoints, properties.showData(), properties.roles());
	}

	@Bean
	@ConditionalOnBean(WfeEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	WfeEndpointJmxExtension wfeEndpointJmxExtension(NamedEndpoints endpoints, WfeEndpointProperties properties) {
		return new WfeEndpointJmxExtension(endpoints, properties.showData());
	}

	/**
	 * There is a store that is meant if nobody says which, or one that has a name.
	 */
	static final class OnStores extends AnyNestedCondition {

		OnStores() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnSingleCandidate(PersistenceProvider.class)
		static class DefaultStore {

		}

		@ConditionalOnNamedStores
		@ConditionalOnBean(StoreRegistry.class)
		static class NamedStores {

		}

	}

}
