package io.wfe.engine.test.shop;

import java.time.Clock;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;

/**
 * No bean, but made of beans.
 */
class PrintStep implements StepBody<Payment> {

	private final Clock clock;

	PrintStep(Clock clock) {
		this.clock = clock;
	}

	@Override
	public ExecutionResult run(StepContext<Payment> context) {
		context.data(context.data().withPrinted(this.clock.instant()));
		return ExecutionResult.next();
	}

}
