package io.wfe.engine;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;

/**
 * Is told what happens to instances. The methods are called after the commit, in order
 * for one instance, on the host that has done the work. What they throw is logged. If the
 * host dies after the commit, a call may be lost.
 *
 * @since 0.1.0
 */
public interface WorkflowListener {

	/**
	 * An instance was started.
	 * @param workflow the instance
	 */
	default void started(WorkflowInstance workflow) {
	}

	/**
	 * A step was started, or runs again after it has slept or waited.
	 * @param workflow the instance
	 * @param pointer the activation of the step
	 */
	default void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
	}

	/**
	 * A step has ended with success.
	 * @param workflow the instance
	 * @param pointer the activation of the step
	 */
	default void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
	}

	/**
	 * A step has failed.
	 * @param workflow the instance
	 * @param pointer the activation of the step
	 * @param failure what was thrown
	 */
	default void stepFailed(WorkflowInstance workflow, ExecutionPointer pointer, Throwable failure) {
	}

	/**
	 * An instance was suspended, by a command or a failure.
	 * @param workflow the instance
	 */
	default void suspended(WorkflowInstance workflow) {
	}

	/**
	 * An instance was resumed.
	 * @param workflow the instance
	 */
	default void resumed(WorkflowInstance workflow) {
	}

	/**
	 * An instance is complete.
	 * @param workflow the instance
	 */
	default void completed(WorkflowInstance workflow) {
	}

	/**
	 * An instance was terminated, by a command or a failure.
	 * @param workflow the instance
	 */
	default void terminated(WorkflowInstance workflow) {
	}

}
