package io.wfe.core.persistence;

import io.wfe.core.WfeException;

/**
 * A workflow instance cannot be created, because its id or name is taken. Nothing was
 * written.
 *
 * @since 0.1.0
 */
public class WorkflowAlreadyExistsException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String id;

	private final String name;

	/**
	 * Creates an exception.
	 * @param id the id that was to be created
	 * @param name the name that was to be created
	 */
	public WorkflowAlreadyExistsException(String id, String name) {
		super("A workflow instance with id '" + id + "' or name '" + name + "' exists already", null);
		this.id = id;
		this.name = name;
	}

	/**
	 * Returns the id that was to be created.
	 * @return the id that was to be created
	 */
	public String getId() {
		return this.id;
	}

	/**
	 * Returns the name that was to be created.
	 * @return the name that was to be created
	 */
	public String getName() {
		return this.name;
	}

}
