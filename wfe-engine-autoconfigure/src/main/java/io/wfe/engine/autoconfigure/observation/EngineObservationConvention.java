package io.wfe.engine.autoconfigure.observation;

import io.micrometer.common.KeyValues;
import io.wfe.engine.HostWork;
import io.wfe.engine.autoconfigure.observation.EngineObservation.HighCardinalityKeyNames;
import io.wfe.engine.autoconfigure.observation.EngineObservation.LowCardinalityKeyNames;

/**
 * Names the observations of a host and their keys. A bean of this type replaces what
 * {@link EngineObservation} documents; all methods have that as their default.
 *
 * @since 0.1.0
 */
public interface EngineObservationConvention {

	/**
	 * Returns the name of an observation, which is that of its timer.
	 * @param observation the observation
	 * @return the name
	 */
	default String getName(EngineObservation observation) {
		return observation.getName();
	}

	/**
	 * Returns the name of a span.
	 * @param context what is known of it
	 * @return the name
	 */
	default String getContextualName(EngineObservationContext context) {
		HostWork work = context.getWork();
		if (work instanceof HostWork.Start start) {
			return "wfe start " + start.definitionId();
		}
		if (work instanceof HostWork.Pass pass) {
			return "wfe pass " + pass.workflow().workflowDefinitionId();
		}
		return (work instanceof HostWork.Step step) ? "wfe step " + step.stepName() : "wfe delivery";
	}

	/**
	 * Returns the keys of timers and spans.
	 * @param context what is known of the work
	 * @return the keys with their values; always the same keys for one observation
	 */
	default KeyValues getLowCardinalityKeyValues(EngineObservationContext context) {
		KeyValues always = KeyValues.of(LowCardinalityKeyNames.STORE.withValue(context.getStore()),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome()));
		HostWork work = context.getWork();
		if (work instanceof HostWork.Start start) {
			return always.and(LowCardinalityKeyNames.DEFINITION.withValue(start.definitionId()));
		}
		if (work instanceof HostWork.Pass pass) {
			return always.and(LowCardinalityKeyNames.DEFINITION.withValue(pass.workflow().workflowDefinitionId()));
		}
		if (work instanceof HostWork.Step step) {
			return always.and(LowCardinalityKeyNames.DEFINITION.withValue(step.workflow().workflowDefinitionId()),
					LowCardinalityKeyNames.STEP.withValue(step.stepName()));
		}
		return always;
	}

	/**
	 * Returns the keys of spans alone.
	 * @param context what is known of the work
	 * @return the keys with their values
	 */
	default KeyValues getHighCardinalityKeyValues(EngineObservationContext context) {
		HostWork work = context.getWork();
		if (work instanceof HostWork.Pass pass) {
			return KeyValues.of(HighCardinalityKeyNames.WORKFLOW_ID.withValue(pass.workflow().id()),
					HighCardinalityKeyNames.WORKFLOW_NAME.withValue(pass.workflow().name()));
		}
		if (work instanceof HostWork.Step step) {
			return KeyValues.of(HighCardinalityKeyNames.WORKFLOW_ID.withValue(step.workflow().id()),
					HighCardinalityKeyNames.WORKFLOW_NAME.withValue(step.workflow().name()));
		}
		return KeyValues.empty();
	}

}
