package io.wfe.engine.internal.steps;

import java.util.function.Predicate;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;

/**
 * Runs a branch while a condition holds.
 *
 * @param <D> the type of the workflow's data
 * @param condition the condition
 */
public record WhileStep<D>(Predicate<D> condition) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) {
		if (!this.condition.test(activation.data())) {
			return StepResult.next();
		}
		return StepResult.stay(ContainerState.ACTIVE).branch(activation.step().branch(0), activation.item());
	}

}
