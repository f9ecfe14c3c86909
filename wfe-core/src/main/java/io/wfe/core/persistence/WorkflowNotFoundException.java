package io.wfe.core.persistence;

import io.wfe.core.WfeException;

/**
 * There is no workflow instance with that id or name.
 *
 * @since 0.1.0
 */
public class WorkflowNotFoundException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String id;

	/**
	 * Creates an exception.
	 * @param id the id or name that was asked for
	 */
	public WorkflowNotFoundException(String id) {
		super("There is no workflow instance '" + id + "'", null);
		this.id = id;
	}

	/**
	 * Returns the id or name that was asked for.
	 * @return the id or name that was asked for
	 */
	public String getId() {
		return this.id;
	}

}
