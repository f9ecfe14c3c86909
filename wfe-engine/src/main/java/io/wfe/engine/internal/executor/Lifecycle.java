package io.wfe.engine.internal.executor;

import io.wfe.core.model.ExecutionPointer;

/**
 * Something that listeners are told of.
 */
public sealed interface Lifecycle {

	/**
	 * A step was started.
	 *
	 * @param pointer its activation
	 */
	record StepStarted(ExecutionPointer pointer) implements Lifecycle {

	}

	/**
	 * A step has ended with success.
	 *
	 * @param pointer its activation
	 */
	record StepCompleted(ExecutionPointer pointer) implements Lifecycle {

	}

	/**
	 * A step has failed.
	 *
	 * @param pointer its activation
	 * @param failure what was thrown
	 */
	record StepFailed(ExecutionPointer pointer, Throwable failure) implements Lifecycle {

	}

	/**
	 * The instance was suspended.
	 */
	record Suspended() implements Lifecycle {

	}

	/**
	 * The instance is complete.
	 */
	record Completed() implements Lifecycle {

	}

	/**
	 * The instance was terminated.
	 */
	record Terminated() implements Lifecycle {

	}

}
