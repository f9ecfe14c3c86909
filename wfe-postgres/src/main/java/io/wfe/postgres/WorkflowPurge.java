package io.wfe.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.support.Inputs;

/**
 * Deletes instances that have ended. They are locked first, by a statement of its own, so
 * that the deletion sees all pointers they have by then. Instances that are locked by
 * others are left for the next call.
 */
final class WorkflowPurge {

	private static final String LOCK = """
			SELECT id
			FROM {workflows}
			WHERE status = ? AND complete_time < ?
			ORDER BY complete_time
			LIMIT ?
			FOR UPDATE SKIP LOCKED
			""";

	private static final String LOCK_ONE = """
			SELECT status IN ('Complete', 'Terminated')
			FROM {workflows}
			WHERE id = ?
			FOR UPDATE
			""";

	private static final String DELETE = """
			WITH ended AS MATERIALIZED (
				SELECT id FROM unnest(?::text[]) AS ended (id)
			), pointers AS (
				DELETE FROM {execution_pointers} p USING ended WHERE p.workflow_id = ended.id
			), subscriptions AS (
				DELETE FROM {event_subscriptions} s USING ended WHERE s.workflow_id = ended.id
			), errors AS (
				DELETE FROM {execution_errors} e USING ended
				WHERE hashtextextended(e.workflow_id, 0) = hashtextextended(ended.id, 0) AND e.workflow_id = ended.id
			)
			DELETE FROM {workflows} w USING ended WHERE w.id = ended.id
			""";

	private final Database database;

	private final Inputs inputs;

	private final String lock;

	private final String lockOne;

	private final String delete;

	WorkflowPurge(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.lock = names.resolve(LOCK);
		this.lockOne = names.resolve(LOCK_ONE);
		this.delete = names.resolve(DELETE);
	}

	int purge(WorkflowStatus status, Instant completedBefore, int limit) {
		if (status != WorkflowStatus.COMPLETE && status != WorkflowStatus.TERMINATED) {
			throw new InvalidValueException("Purge", null, "status",
					"must be COMPLETE or TERMINATED: others have not ended");
		}
		this.inputs.of("Purge").timestamp("completedBefore", completedBefore);
		Inputs.positive("Purge", "limit", limit);
		return this.database.callInTransaction("purge workflow instances", (transaction) -> {
			List<String> ids = this.database.list("find the workflow instances to purge", null, this.lock,
					(parameters) -> parameters.text(status.storedName())
						.timestamp(Timestamps.ceiling(completedBefore))
						.integer(limit),
					(resultSet, row) -> resultSet.getString(1));
			return ids.isEmpty() ? 0 : delete(ids);
		});
	}

	boolean purge(String id) {
		this.inputs.of("WorkflowInstance").optionalText("id", Objects.requireNonNull(id, "id"));
		return this.database.callInTransaction("purge workflow instance", (transaction) -> {
			List<Boolean> ended = this.database.list("lock workflow instance", id, this.lockOne,
					(parameters) -> parameters.text(id), (resultSet, row) -> resultSet.getBoolean(1));
			if (ended.isEmpty()) {
				throw new WorkflowNotFoundException(id);
			}
			return ended.get(0) && delete(List.of(id)) > 0;
		});
	}

	private int delete(List<String> ids) {
		return this.database.update("purge workflow instances", null, this.delete,
				(parameters) -> parameters.texts(ids, (id) -> id));
	}

}
