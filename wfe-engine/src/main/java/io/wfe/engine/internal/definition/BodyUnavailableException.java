package io.wfe.engine.internal.definition;

import io.wfe.core.WfeException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the body of a step cannot be made. The step is tried again later, whatever
 * its error behavior says: nothing of it has run.
 */
public final class BodyUnavailableException extends WfeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what cannot be made
	 * @param cause why
	 */
	public BodyUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
