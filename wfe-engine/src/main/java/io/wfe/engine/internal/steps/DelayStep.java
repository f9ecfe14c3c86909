package io.wfe.engine.internal.steps;

import java.time.Duration;
import java.util.function.Function;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Waits for a time.
 *
 * @param <D> the type of the workflow's data
 * @param period how long
 */
public record DelayStep<D>(Function<D, Duration> period) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) {
		if (activation.state() != null) {
			return StepResult.next();
		}
		Duration duration = this.period.apply(activation.data());
		if (duration.isZero() || duration.isNegative()) {
			return StepResult.next();
		}
		return StepResult.stay(JsonNodeFactory.instance.booleanNode(true)).sleep(duration);
	}

}
