package io.wfe.core;

import org.jspecify.annotations.Nullable;

/**
 * Root of all exceptions thrown by WFE. Messages name ids, fields, tables and properties,
 * never payloads or passwords.
 *
 * @since 0.1.0
 */
public abstract class WfeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and, where possible, what to do
	 * @param cause the cause, or {@code null}
	 */
	protected WfeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
