package io.wfe.engine.internal.steps;

import java.time.Duration;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Runs a branch once after a time, beside the chain.
 *
 * @param <D> the type of the workflow's data
 * @param delay how long to wait
 */
public record ScheduleStep<D>(Duration delay) implements StepLogic<D> {

	private static final String ELAPSED = "elapsed";

	@Override
	public StepResult run(Activation<D> activation) {
		JsonNode state = activation.state();
		if (ContainerState.isActive(state)) {
			return StepResult.next();
		}
		if (state != null) {
			return StepResult.stay(ContainerState.active().put(ELAPSED, true))
				.branch(activation.step().branch(0), activation.item());
		}
		StepResult result = StepResult.stay(JsonNodeFactory.instance.objectNode().put(ELAPSED, false))
			.sleep(this.delay);
		return (activation.attribute(Attributes.FORKED) != null) ? result : result.fork();
	}

}
