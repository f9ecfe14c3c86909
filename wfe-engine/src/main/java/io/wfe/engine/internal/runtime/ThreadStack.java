package io.wfe.engine.internal.runtime;

/**
 * Shows in the log where a thread is.
 */
final class ThreadStack extends Throwable {

	private static final long serialVersionUID = 1L;

	ThreadStack(Thread thread) {
		super("Thread '" + thread.getName() + "' is here", null, false, true);
		setStackTrace(thread.getStackTrace());
	}

	/** Only {@link #setStackTrace} counts. */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
