package io.wfe.core.model;

/**
 * Names of events that mean the same to every engine on a store.
 *
 * @since 0.1.0
 */
public final class EventNames {

	/**
	 * The event of an activity, which a worker does. Its key is the activity's name; the
	 * subscription's data are its parameters.
	 */
	public static final String ACTIVITY = "WorkflowCore.Activity";

	/**
	 * The event of a user task. Its key is the task's id; the subscription's data has the
	 * {@code assignee}.
	 */
	public static final String USER_ACTION = "UserAction";

	/**
	 * The end of a child workflow. Its key is the child's id; its data is
	 * <code>{status, data}</code>.
	 */
	public static final String WORKFLOW_COMPLETED = "wfe.workflow.completed";

	private EventNames() {
	}

}
