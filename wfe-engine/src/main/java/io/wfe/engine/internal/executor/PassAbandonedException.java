package io.wfe.engine.internal.executor;

/**
 * Thrown by a {@link StepInvoker} when the whole pass is to be dropped: the instance
 * belongs to another host, or was terminated. It is no failure of the step.
 */
public final class PassAbandonedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message why
	 */
	public PassAbandonedException(String message) {
		super(message);
	}

}
