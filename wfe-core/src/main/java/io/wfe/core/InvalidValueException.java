package io.wfe.core;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be stored or used. Nothing was written. The message names the type, its
 * id and the field, never the value.
 *
 * @since 0.1.0
 */
public class InvalidValueException extends WfeException {

	private static final long serialVersionUID = 1L;

	private static final int MAX_ID_LENGTH = 100;

	private final String field;

	private final String problem;

	private final @Nullable String id;

	/**
	 * Creates an exception.
	 * @param type the type that has the field, such as {@code WorkflowInstance}
	 * @param id the id of the value that has the field, or {@code null} if it has none
	 * @param field the name of the field
	 * @param problem what is wrong with it, such as {@code must not be blank}
	 */
	public InvalidValueException(String type, @Nullable String id, String field, String problem) {
		this(type, id, field, problem, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param type the type that has the field, such as {@code WorkflowInstance}
	 * @param id the id of the value that has the field, or {@code null} if it has none
	 * @param field the name of the field
	 * @param problem what is wrong with it, such as {@code must not be blank}
	 * @param cause the cause, or {@code null}
	 */
	public InvalidValueException(String type, @Nullable String id, String field, String problem,
			@Nullable Throwable cause) {
		super(type + ((id != null) ? " '" + shortened(id) + "'" : "") + ": " + field + " " + problem, cause);
		this.field = field;
		this.problem = problem;
		this.id = id;
	}

	/**
	 * Returns the name of the field that is wrong.
	 * @return the name of the field
	 */
	public String getField() {
		return this.field;
	}

	/**
	 * Returns what is wrong with the field.
	 * @return the problem, such as {@code must not be blank}
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Returns the id of the value that has the field.
	 * @return the id, or {@code null} if the value has none
	 */
	public @Nullable String getId() {
		return this.id;
	}

	/**
	 * The ids reported here are the bad ones, which may be long.
	 */
	private static String shortened(String id) {
		return (id.codePointCount(0, id.length()) > MAX_ID_LENGTH)
				? id.substring(0, id.offsetByCodePoints(0, MAX_ID_LENGTH)) + "..." : id;
	}

}
