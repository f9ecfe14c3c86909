package io.wfe.core;

import org.jspecify.annotations.Nullable;

/**
 * Root of all exceptions of WFE. Messages name ids, fields, tables and properties, never
 * payloads or passwords. A message is one line, so an id cannot forge lines of a log.
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
		super(printable(message), cause);
	}

	private static String printable(String message) {
		StringBuilder result = new StringBuilder(message.length());
		message.codePoints().forEach((codePoint) -> {
			if (isPrintable(codePoint)) {
				result.appendCodePoint(codePoint);
			}
			else {
				result.append(String.format("\\u%04x", codePoint));
			}
		});
		return result.toString();
	}

	private static boolean isPrintable(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.SURROGATE, Character.FORMAT, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
