package io.wfe.engine.internal.steps;

import java.util.function.Predicate;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Runs all branches of the step at once and goes on when they have ended: a condition,
 * several branches, a saga or the steps of a compensation.
 *
 * @param <D> the type of the workflow's data
 * @param condition the condition to run them, or {@code null} to run them always
 */
public record BranchStep<D>(@Nullable Predicate<D> condition) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) {
		if (ContainerState.isActive(activation.state())
				|| (this.condition != null && !this.condition.test(activation.data()))) {
			return StepResult.next();
		}
		StepResult result = StepResult.stay(ContainerState.ACTIVE);
		activation.step().branches().forEach((branch) -> result.branch(branch.firstStep(), activation.item()));
		return result;
	}

}
