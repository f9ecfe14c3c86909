package io.wfe.engine.internal.steps;

import java.util.function.Function;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;

/**
 * Runs a body of the application.
 *
 * @param <D> the type of the workflow's data
 * @param body makes the body
 */
public record BodyStep<D>(Function<Activation<D>, ? extends StepBody<D>> body) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) throws Exception {
		ExecutionResult result = this.body.apply(activation).run(activation);
		if (result == null) {
			throw new IllegalStateException("The step has returned null instead of an ExecutionResult");
		}
		int branch = activation.step().branches().isEmpty() ? -1 : activation.step().branch(0);
		return StepResult.of(result, activation.json(), branch);
	}

}
