package io.wfe.engine.internal.executor;

import org.jspecify.annotations.Nullable;

/**
 * How a pass learns from outside that it should end early, and what it knows of the pass
 * before. Asked on the thread of the pass.
 */
public interface PassControl {

	/** Never ends a pass early. */
	PassControl NONE = new PassControl() {
	};

	/**
	 * Tells whether no further step is to be run. The pass ends with what it has done;
	 * the other steps stay due.
	 * @return whether to end the pass
	 */
	default boolean isPassToEnd() {
		return false;
	}

	/**
	 * Tells whether only the first of the steps that are due is to be run. The others
	 * stay due.
	 * @return whether to run one step only
	 */
	default boolean isOneStepOnly() {
		return false;
	}

	/**
	 * Tells what a body is told by
	 * {@link io.wfe.engine.StepContext#isCancellationRequested()}.
	 * @return whether the body should end early
	 */
	default boolean isCancellationRequested() {
		return false;
	}

	/**
	 * Returns what the passes of the instance keep for the next one.
	 * @return the memory, or {@code null} if each pass begins with nothing
	 */
	default @Nullable PassMemory memory() {
		return null;
	}

}
