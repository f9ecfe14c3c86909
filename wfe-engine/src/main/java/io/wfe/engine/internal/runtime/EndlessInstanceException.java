package io.wfe.engine.internal.runtime;

/**
 * An instance is always due, so its test would not end.
 */
public final class EndlessInstanceException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String workflowId;

	EndlessInstanceException(String workflowId, int passes) {
		super("Workflow instance '" + workflowId + "' is still due after " + passes
				+ " passes at one time. It has a loop that does not end, or a retry without a pause");
		this.workflowId = workflowId;
	}

	/**
	 * Returns the id of the instance.
	 * @return the id
	 */
	public String workflowId() {
		return this.workflowId;
	}

}
