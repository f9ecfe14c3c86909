package io.wfe.postgres.autoconfigure.endpoint;

import java.util.Map;

import io.wfe.actuator.endpoint.WfeEndpointContribution;
import io.wfe.postgres.PostgresPersistenceProvider;

/**
 * What the store adds to the endpoint.
 */
final class StoreEndpointContribution implements WfeEndpointContribution {

	private final PostgresPersistenceProvider provider;

	StoreEndpointContribution(PostgresPersistenceProvider provider) {
		this.provider = provider;
	}

	@Override
	public Map<String, Integer> report() {
		return Map.of("schemaVersion", this.provider.getSchemaVersion());
	}

}
