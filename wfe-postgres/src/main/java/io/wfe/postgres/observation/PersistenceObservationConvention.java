package io.wfe.postgres.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of the store and their keys. A bean of this type replaces
 * {@link DefaultPersistenceObservationConvention}. Extend that class.
 *
 * @since 0.1.0
 */
public interface PersistenceObservationConvention extends ObservationConvention<PersistenceObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof PersistenceObservationContext;
	}

}
