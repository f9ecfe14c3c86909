package io.wfe.postgres.input;

import java.time.Instant;
import java.util.List;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A record of each model that any store takes.
 */
final class PlainRecords {

	private static final Instant TIME = Instant.parse("2030-01-01T00:00:00Z");

	private PlainRecords() {
	}

	/**
	 * Returns an instance with two pointers.
	 */
	static WorkflowInstance workflow() {
		return WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.executionPointers(List.of(ExecutionPointer.create(1), ExecutionPointer.create(2)))
			.build();
	}

	/**
	 * Returns a record.
	 * @param workflowId the id of a stored instance
	 */
	static Record of(Class<? extends Record> model, String workflowId) {
		if (model == WorkflowInstance.class) {
			return workflow();
		}
		if (model == ExecutionPointer.class) {
			return ExecutionPointer.create(1);
		}
		if (model == EventSubscription.class) {
			return EventSubscription.create(workflowId, 1, "p", "event", "key", TIME);
		}
		if (model == Event.class) {
			return Event.create("event", "key", JsonNodeFactory.instance.nullNode());
		}
		return (model == ScheduledCommand.class) ? new ScheduledCommand(CommandName.PROCESS_EVENT, "data", TIME)
				: ExecutionError.create(workflowId, "p", "message");
	}

}
