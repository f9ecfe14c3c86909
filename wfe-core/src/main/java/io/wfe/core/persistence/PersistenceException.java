package io.wfe.core.persistence;

import io.wfe.core.WfeException;
import org.jspecify.annotations.Nullable;

/**
 * The store failed, or could not be reached. For a store on a relational database the
 * cause is the translated exception of the database. The message names the operation,
 * never a value.
 *
 * @since 0.1.0
 */
public class PersistenceException extends WfeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what failed and, where possible, what to do
	 * @param cause the cause, or {@code null}
	 */
	public PersistenceException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
