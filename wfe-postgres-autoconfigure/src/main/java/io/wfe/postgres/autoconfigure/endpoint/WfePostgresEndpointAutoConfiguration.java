package io.wfe.postgres.autoconfigure.endpoint;

import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointAutoConfiguration;
import io.wfe.actuator.endpoint.NamedStoreEndpoint;
import io.wfe.actuator.endpoint.WfeEndpoint;
import io.wfe.actuator.endpoint.WfeEndpointContribution;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresStoresAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the part of the store in the {@link WfeEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WfePostgresAutoConfiguration.class, WfePostgresStoresAutoConfiguration.class },
		before = WfeEndpointAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(WfeEndpoint.class)
public final class WfePostgresEndpointAutoConfiguration {

	@Bean
	@Order(0)
	@ConditionalOnSingleCandidate(PostgresPersistenceProvider.class)
	WfeEndpointContribution wfePostgresEndpointContribution(PostgresPersistenceProvider provider) {
		return new StoreEndpointContribution(provider);
	}

	@Bean
	@Order(0)
	@ConditionalOnBean(StoreRegistry.class)
	NamedStoreEndpoint wfePostgresNamedStoreEndpoint(StoreRegistry stores) {
		return (store) -> (stores.stores().get(store) instanceof PostgresPersistenceProvider provider)
				? new StoreEndpointContribution(provider) : null;
	}

}
