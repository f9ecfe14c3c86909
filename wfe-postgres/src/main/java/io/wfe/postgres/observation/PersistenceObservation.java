package io.wfe.postgres.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Observations of the store.
 *
 * @since 0.1.0
 */
public enum PersistenceObservation implements ObservationDocumentation {

	/**
	 * A call of a method of the store, with its repeats after deadlocks and serialization
	 * failures.
	 */
	OPERATION {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultPersistenceObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

	};

	/**
	 * Keys with few values.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * Name of the store, {@code default} if it has none.
		 */
		STORE {

			@Override
			public String asString() {
				return "store";
			}

		},

		/**
		 * Name of the method.
		 */
		OPERATION {

			@Override
			public String asString() {
				return "operation";
			}

		},

		/**
		 * How the call has ended, see {@link PersistenceOutcome#value()}.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

}
