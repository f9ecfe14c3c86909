package io.wfe.postgres;

import io.wfe.core.WfeException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the store are not what this version needs, and could not be made so. The
 * message says what is wrong and what to do.
 *
 * @since 0.1.0
 */
public class StoreSchemaException extends WfeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what is wrong and what to do
	 * @param cause the cause, or {@code null}
	 */
	public StoreSchemaException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
