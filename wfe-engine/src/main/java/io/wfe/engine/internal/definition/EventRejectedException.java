package io.wfe.engine.internal.definition;

/**
 * Thrown by a step whose event says that something has failed elsewhere: an activity, a
 * child. If the step runs again, it asks again instead of finding the same event.
 */
public final class EventRejectedException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what has failed
	 */
	public EventRejectedException(String message) {
		super(message);
	}

}
