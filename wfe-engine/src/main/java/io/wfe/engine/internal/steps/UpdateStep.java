package io.wfe.engine.internal.steps;

import java.util.function.UnaryOperator;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;

/**
 * Changes the data.
 *
 * @param <D> the type of the workflow's data
 * @param change the change
 */
public record UpdateStep<D>(UnaryOperator<D> change) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) {
		activation.data(this.change.apply(activation.data()));
		return StepResult.next();
	}

}
