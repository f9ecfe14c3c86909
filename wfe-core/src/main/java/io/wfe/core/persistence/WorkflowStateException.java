package io.wfe.core.persistence;

import io.wfe.core.WfeException;
import io.wfe.core.model.WorkflowStatus;

/**
 * The status of a workflow instance does not allow the call. Nothing was written, and the
 * caller's transaction can continue.
 *
 * @since 0.1.0
 */
public class WorkflowStateException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String id;

	private final WorkflowStatus status;

	/**
	 * Creates an exception.
	 * @param id the id of the workflow instance
	 * @param status its status
	 * @param problem the problem, such as "cannot be resumed"
	 */
	public WorkflowStateException(String id, WorkflowStatus status, String problem) {
		super("Workflow instance '" + id + "' is " + status + " and " + problem, null);
		this.id = id;
		this.status = status;
	}

	/**
	 * Returns the id of the workflow instance.
	 * @return the id of the workflow instance
	 */
	public String getId() {
		return this.id;
	}

	/**
	 * Returns the status of the workflow instance.
	 * @return the status of the workflow instance
	 */
	public WorkflowStatus getStatus() {
		return this.status;
	}

}
