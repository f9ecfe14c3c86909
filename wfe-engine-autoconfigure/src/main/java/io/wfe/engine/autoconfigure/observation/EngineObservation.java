package io.wfe.engine.autoconfigure.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Observations of a workflow host.
 *
 * @since 0.1.0
 */
public enum EngineObservation implements ObservationDocumentation {

	/**
	 * The start of a workflow. Its trace travels with the instance, so that all passes
	 * are part of it, on whatever host.
	 */
	START("wfe.start", LowCardinalityKeyNames.STORE, LowCardinalityKeyNames.DEFINITION, LowCardinalityKeyNames.OUTCOME),

	/**
	 * A round of steps of one instance, which is written at once.
	 */
	PASS("wfe.pass", LowCardinalityKeyNames.STORE, LowCardinalityKeyNames.DEFINITION, LowCardinalityKeyNames.OUTCOME),

	/**
	 * A call of the body of a step.
	 */
	STEP("wfe.step", LowCardinalityKeyNames.STORE, LowCardinalityKeyNames.DEFINITION, LowCardinalityKeyNames.STEP,
			LowCardinalityKeyNames.OUTCOME),

	/**
	 * The delivery of an event that this host has published.
	 */
	DELIVERY("wfe.delivery", LowCardinalityKeyNames.STORE, LowCardinalityKeyNames.OUTCOME);

	private final String name;

	@SuppressWarnings("ImmutableEnumChecker")
	private final KeyName[] lowCardinality;

	EngineObservation(String name, KeyName... lowCardinality) {
		this.name = name;
		this.lowCardinality = lowCardinality;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return this.lowCardinality.clone();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return (this == PASS || this == STEP) ? HighCardinalityKeyNames.values() : KeyName.merge();
	}

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
		 * Id of the definition.
		 */
		DEFINITION {

			@Override
			public String asString() {
				return "definition";
			}

		},

		/**
		 * Name of the step.
		 */
		STEP {

			@Override
			public String asString() {
				return "step";
			}

		},

		/**
		 * How it has ended, see {@link io.wfe.engine.HostWork}; {@code unknown} before
		 * the end.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

	/**
	 * Keys of spans alone, with any number of values.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * Id of the instance.
		 */
		WORKFLOW_ID {

			@Override
			public String asString() {
				return "workflow.id";
			}

		},

		/**
		 * Name of the instance.
		 */
		WORKFLOW_NAME {

			@Override
			public String asString() {
				return "workflow.name";
			}

		}

	}

}
