package io.wfe.engine;

import java.time.Duration;

import io.wfe.core.WfeException;

/**
 * Thrown by {@link WorkflowHost#awaitWorkflow(String, Duration)} if the instance does not
 * end in time. The instance continues. <pre>{@code
 * try {
 *     return host.awaitWorkflow(id, Duration.ofSeconds(2)).status();
 * }
 * catch (WorkflowTimeoutException ex) {
 *     return WorkflowStatus.RUNNABLE; // answer "accepted"
 * }
 * }</pre>
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
