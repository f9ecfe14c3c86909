package io.wfe.engine;

import java.time.Duration;

import io.wfe.core.WfeException;

/**
 * Thrown when an instance has not ended within the time that somebody waits for it. The
 * instance goes on.
 *
 * @since 0.1.0
 */
public class WorkflowTimeoutException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String workflowId;

	/**
	 * Creates an exception.
	 * @param workflowId the id or the name of the instance
	 * @param timeout how long the caller has waited
	 */
	public WorkflowTimeoutException(String workflowId, Duration timeout) {
		super("Workflow '" + workflowId + "' did not complete within " + timeout, null);
		this.workflowId = workflowId;
	}

	/**
	 * Returns the id of the instance.
	 * @return the id or the name that was waited for
	 */
	public String getWorkflowId() {
		return this.workflowId;
	}

}
