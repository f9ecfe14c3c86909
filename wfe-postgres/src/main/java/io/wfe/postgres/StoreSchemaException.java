package io.wfe.postgres;

import io.wfe.core.WfeException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the store do not fit this version, and could not be changed. The message
 * says what is wrong and what to do.
 *
 * @since 0.1.0
 */
public class StoreSchemaException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	StoreSchemaException(String problem, String remedy, @Nullable Throwable cause) {
		// What the server says may have several lines
		super((problem + ". " + remedy).replaceAll("\\s+", " "), cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns what is wrong.
	 * @return the first part of the message
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Returns what to do about it.
	 * @return the second part of the message
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
