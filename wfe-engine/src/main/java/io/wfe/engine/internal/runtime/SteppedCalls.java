package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

import io.wfe.engine.ExecutionResult;

/**
 * Measures the time of bodies by the clock of the host. It interrupts none, because a
 * host without threads cannot.
 */
final class SteppedCalls extends StepCalls {

	private final StoreClock clock;

	SteppedCalls(RunningInstances running, StoreClock clock) {
		super(running);
		this.clock = clock;
	}

	@Override
	ExecutionResult limited(RunningInstance instance, Call call, Duration timeout, Callable<ExecutionResult> body)
			throws Exception {
		Instant end = this.clock.now().plus(timeout);
		ExecutionResult result;
		try {
			result = body.call();
		}
		catch (Exception ex) {
			if (isOver(end)) {
				throw timedOut(call, timeout, ex);
			}
			throw ex;
		}
		if (isOver(end)) {
			throw timedOut(call, timeout, null);
		}
		return result;
	}

	private boolean isOver(Instant end) {
		return !this.clock.now().isBefore(end);
	}

}
