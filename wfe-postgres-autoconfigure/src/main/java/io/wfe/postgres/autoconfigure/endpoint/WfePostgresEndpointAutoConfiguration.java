package io.wfe.postgres.autoconfigure.endpoint;

import java.time.Clock;

import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.actuate.endpoint.WfeEndpoint;
import io.wfe.postgres.actuate.endpoint.WfeEndpointJmxExtension;
import io.wfe.postgres.actuate.endpoint.WfeEndpointWebExtension;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;

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
 * Auto-configuration} for the {@link WfeEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WfePostgresAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(WfeEndpoint.class)
@ConditionalOnSingleCandidate(PostgresPersistenceProvider.class)
@EnableConfigurationProperties(WfePostgresEndpointProperties.class)
public final class WfePostgresEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WfeEndpoint wfeEndpoint(PostgresPersistenceProvider provider, ObjectProvider<Clock> clocks) {
		return new WfeEndpoint(provider, provider.getSchemaVersion(), clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnBean(WfeEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	WfeEndpointWebExtension wfeEndpointWebExtension(WfeEndpoint endpoint, WfePostgresEndpointProperties properties) {
		return new WfeEndpointWebExtension(endpoint, properties.showData(), properties.roles());
	}

	@Bean
	@ConditionalOnBean(WfeEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	WfeEndpointJmxExtension wfeEndpointJmxExtension(WfeEndpoint endpoint, WfePostgresEndpointProperties properties) {
		return new WfeEndpointJmxExtension(endpoint, properties.showData());
	}

}
