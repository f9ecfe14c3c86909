package io.wfe.engine.internal.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The names and the data of the engine's own events, which the store and other engines
 * know too.
 */
public final class EngineEvents {

	/** The event of an activity. Its key is the activity's name. */
	public static final String ACTIVITY = "WorkflowCore.Activity";

	/** The event of a user task. Its key is the task's id. */
	public static final String USER_ACTION = "UserAction";

	/** The end of a child workflow. Its key is the child's id. */
	public static final String WORKFLOW_COMPLETED = "wfe.workflow.completed";

	private EngineEvents() {
	}

	/**
	 * Returns the event data of an activity that has ended.
	 * @param success whether it was done
	 * @param data its result, or why it failed
	 * @return the data
	 */
	public static JsonNode activityResult(boolean success, @Nullable JsonNode data) {
		return object("status", success ? "Success" : "Fail").set("data", orNull(data));
	}

	/**
	 * Returns the event data of a child workflow that has ended.
	 * @param status the stored name of its final status
	 * @param data its data
	 * @return the data
	 */
	public static JsonNode workflowResult(String status, JsonNode data) {
		return object("status", status).set("data", data);
	}

	/**
	 * Returns the event data of a user task that was answered.
	 * @param user who has answered
	 * @param option the chosen option
	 * @return the data
	 */
	public static JsonNode userAction(String user, String option) {
		return object("user", user).put("outcomeValue", option);
	}

	private static ObjectNode object(String name, String value) {
		return JsonNodeFactory.instance.objectNode().put(name, value);
	}

	private static JsonNode orNull(@Nullable JsonNode data) {
		return (data != null) ? data : JsonNodeFactory.instance.nullNode();
	}

}
