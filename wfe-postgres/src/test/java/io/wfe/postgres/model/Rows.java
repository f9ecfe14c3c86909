package io.wfe.postgres.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows that the tables must have, and no others, for a store to hold what one in
 * memory does.
 */
final class Rows {

	private static final Map<String, String> COLUMNS = Map.of("workflows", "id", "execution_pointers",
			"workflow_id || ' ' || id", "events",
			// The store gives these ids of its own
			"CASE event_name WHEN 'wfe.workflow.completed' THEN 'end of ' || event_key ELSE id END",
			"event_subscriptions", "id", "execution_errors", "message", "scheduled_commands", "data",
			"definition_sequences", "definition_id || ' ' || next_num");

	private Rows() {
	}

	/**
	 * Says how the tables differ. Gives out numbers of the store in memory.
	 */
	static Optional<String> difference(PersistenceProvider memory, JdbcTemplate jdbc) {
		for (Map.Entry<String, List<String>> table : of(memory).entrySet()) {
			List<String> stored = sorted(jdbc
				.queryForList("SELECT " + COLUMNS.get(table.getKey()) + " FROM wfc." + table.getKey(), String.class)
				.stream()
				.map(String::valueOf));
			if (!stored.equals(table.getValue())) {
				return Optional.of("Rows of " + table.getKey() + " in the end: expected " + table.getValue()
						+ " but got " + stored);
			}
		}
		return Optional.empty();
	}

	private static Map<String, List<String>> of(PersistenceProvider memory) {
		List<WorkflowInstance> workflows = memory.getWorkflowInstances(Some.WORKFLOWS);
		Map<String, List<String>> rows = new LinkedHashMap<>();
		rows.put("workflows", sorted(workflows.stream().map(WorkflowInstance::id)));
		rows.put("execution_pointers",
				sorted(workflows.stream()
					.flatMap((instance) -> instance.executionPointers()
						.stream()
						.map((pointer) -> instance.id() + " " + pointer.id()))));
		rows.put("events",
				sorted(Stream.concat(
						Some.EVENT_NAMES.stream()
							.flatMap((name) -> Some.EVENT_KEYS.stream()
								.flatMap((key) -> memory.findEvents(name, key, Instant.EPOCH, Integer.MAX_VALUE)
									.stream()))
							.map(Event::id),
						Some.WORKFLOWS.stream()
							.flatMap((id) -> memory
								.findEvents(EventNames.WORKFLOW_COMPLETED, id, Instant.EPOCH, Integer.MAX_VALUE)
								.stream())
							.map((event) -> "end of " + event.eventKey()))));
		rows.put("event_subscriptions",
				sorted(Some.WORKFLOWS.stream()
					.flatMap((id) -> memory.getSubscriptionsByWorkflow(id, Integer.MAX_VALUE).stream())
					.map(EventSubscription::id)));
		rows.put("execution_errors", sorted(
				Some.WORKFLOWS.stream().flatMap((id) -> memory.getErrors(id).stream()).map(ExecutionError::message)));
		rows.put("scheduled_commands", sorted(commands(memory).stream().map(ScheduledCommand::data)));
		rows.put("definition_sequences",
				sorted(Some.DEFINITIONS.stream()
					.map((id) -> Map.entry(id, memory.nextDefinitionSequence(id) - 1))
					.filter((last) -> last.getValue() > 0)
					.map((last) -> last.getKey() + " " + last.getValue())));
		return rows;
	}

	/**
	 * Looks at all commands and leaves them due.
	 */
	private static List<ScheduledCommand> commands(PersistenceProvider memory) {
		List<ScheduledCommand> commands = new ArrayList<>();
		try {
			memory.processCommands(Some.NEVER_EXPIRES, (command) -> {
				commands.add(command);
				throw new IllegalStateException("This command stays");
			});
		}
		catch (IllegalStateException ex) {
			// The handler has thrown it
		}
		return commands;
	}

	private static List<String> sorted(Stream<String> rows) {
		return rows.sorted(Comparator.naturalOrder()).toList();
	}

}
