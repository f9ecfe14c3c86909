package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.ExecutionResult;
import org.jspecify.annotations.Nullable;

/**
 * Calls the middleware and the body of a step. Here is the place for timeouts and
 * interruption. What it throws is a failure of the step, but for
 * {@link PassAbandonedException}.
 */
@FunctionalInterface
public interface StepInvoker {

	/** Calls the body on the thread of the pass and knows no timeout. */
	StepInvoker DIRECT = (call, body) -> body.call();

	/**
	 * Calls a body.
	 * @param call what is called
	 * @param body the body with its middleware, to be called once
	 * @return what the body returns
	 * @throws Exception what the body throws; or a failure of the invoker's own, such as
	 * that the timeout is over
	 */
	ExecutionResult invoke(Call call, Callable<ExecutionResult> body) throws Exception;

	/**
	 * A call of a body.
	 *
	 * @param workflow the instance as of the start of the pass
	 * @param pointer the activation of the step
	 * @param stepName the name of the step
	 * @param timeout the limit, or {@code null} for none
	 * @param transactional whether the body runs in a transaction of the application
	 */
	record Call(WorkflowInstance workflow, ExecutionPointer pointer, String stepName, @Nullable Duration timeout,
			boolean transactional) {

	}

}
