package io.wfe.engine.internal.steps;

import java.time.Duration;
import java.util.function.Predicate;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;

/**
 * Runs a branch again and again, beside the chain.
 *
 * @param <D> the type of the workflow's data
 * @param interval the time between two rounds
 * @param until the condition that ends it
 */
public record RecurStep<D>(Duration interval, Predicate<D> until) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) {
		if (this.until.test(activation.data())) {
			return StepResult.next();
		}
		StepResult result = StepResult.stay(ContainerState.ACTIVE)
			.branch(activation.step().branch(0), activation.item())
			.sleep(this.interval);
		return (activation.attribute(Attributes.FORKED) != null) ? result : result.fork();
	}

}
