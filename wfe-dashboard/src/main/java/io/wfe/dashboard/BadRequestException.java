package io.wfe.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be understood. Its message is shown to whoever has sent it.
 */
final class BadRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	BadRequestException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
