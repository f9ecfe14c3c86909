package io.wfe.postgres.observation;

import io.micrometer.common.KeyValues;
import io.wfe.postgres.observation.PersistenceObservation.LowCardinalityKeyNames;

/**
 * Names the observations of the store as {@link PersistenceObservation} documents it.
 *
 * @since 0.1.0
 */
public class DefaultPersistenceObservationConvention implements PersistenceObservationConvention {

	@Override
	public String getName() {
		return "wfe.persistence";
	}

	@Override
	public String getContextualName(PersistenceObservationContext context) {
		return "wfe " + context.getOperation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(PersistenceObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.STORE.withValue(context.getStore()),
				LowCardinalityKeyNames.OPERATION.withValue(context.getOperation()),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome().value()));
	}

}
