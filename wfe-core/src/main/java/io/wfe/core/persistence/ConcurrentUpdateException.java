package io.wfe.core.persistence;

import io.wfe.core.WfeException;

/**
 * The stored workflow instance has changed since it was read. Nothing was written. Load
 * it again, repeat the change, and persist. In your own transaction, roll back and repeat
 * all of it.
 *
 * @since 0.1.0
 */
public class ConcurrentUpdateException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String id;

	/**
	 * Creates an exception.
	 * @param id the id of the workflow instance
	 */
	public ConcurrentUpdateException(String id) {
		super("Workflow instance '" + id + "' has changed since it was read; load it again and repeat the change",
				null);
		this.id = id;
	}

	/**
	 * Creates an exception for a pointer that was deleted without a change of its
	 * instance.
	 * @param id the id of the workflow instance
	 * @param pointerId the id of the pointer
	 */
	public ConcurrentUpdateException(String id, String pointerId) {
		super("Execution pointer '" + pointerId + "' of workflow instance '" + id
				+ "' was deleted since it was read; load the instance again and repeat the change", null);
		this.id = id;
	}

	/**
	 * Returns the id of the workflow instance.
	 * @return the id of the workflow instance
	 */
	public String getId() {
		return this.id;
	}

}
