package io.wfe.engine.random;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;

/**
 * A body that a step factory makes.
 */
public class MadeStep implements StepBody<RandomData> {

	@Override
	public ExecutionResult run(StepContext<RandomData> step) {
		step.data().add("made");
		return ExecutionResult.next();
	}

}
