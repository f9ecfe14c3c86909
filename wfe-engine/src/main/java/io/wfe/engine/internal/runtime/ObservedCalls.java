package io.wfe.engine.internal.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.HostObserver;
import io.wfe.engine.HostWork;
import io.wfe.engine.internal.executor.PassAbandonedException;
import io.wfe.engine.internal.executor.StepInvoker;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observer of each call of a step's body, its timeout included.
 */
final class ObservedCalls implements StepInvoker {

	private final StepInvoker calls;

	private final Observers observers;

	ObservedCalls(StepInvoker calls, Observers observers) {
		this.calls = calls;
		this.observers = observers;
	}

	@Override
	public ExecutionResult invoke(Call call, Callable<ExecutionResult> body) throws Exception {
		HostObserver.Observed step = this.observers
			.begin(new HostWork.Step(call.workflow(), call.pointer(), call.stepName()));
		Throwable failure = null;
		try {
			return this.calls.invoke(call, body);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			step.end(outcome(failure), failure);
		}
	}

	private static String outcome(@Nullable Throwable failure) {
		if (failure == null) {
			return "success";
		}
		if (failure instanceof PassAbandonedException) {
			return "cancelled";
		}
		return (failure instanceof TimeoutException) ? "timeout" : "failure";
	}

}
