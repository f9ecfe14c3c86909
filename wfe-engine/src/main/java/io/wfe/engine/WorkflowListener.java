package io.wfe.engine;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;

/**
 * Hears what happens to instances. The host that did the work calls the methods after the
 * commit, in order for one instance. It logs what they throw. If the host dies after the
 * commit, a call may be lost. Return soon: until then the instance does not go on and
 * holds its place of the host. <pre>{@code
 * class Alarm implements WorkflowListener {
 *
 *     public void suspended(WorkflowInstance workflow) {
 *         this.pager.send("Workflow " + workflow.name() + " is suspended");
 *     }
 *
 * }
 *
 * WorkflowHost.builder(provider).listener(new Alarm());
 * }</pre>
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
