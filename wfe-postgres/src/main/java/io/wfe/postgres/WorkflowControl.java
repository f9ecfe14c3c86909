package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.UnreadableRowException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Suspends, resumes and terminates instances, each by one statement that does not load
 * them.
 * <p>
 * A statement sees the pointers and subscriptions as of its start, though the row it
 * updates may have been written since, together with others. So the statement that
 * terminates updates the row only in the version it saw. If another write was faster, it
 * is repeated once the row is locked.
 */
final class WorkflowControl {

	// A stamp that is later than the stored one tells two writes of one transaction apart
	private static final String UPDATE = """
			WITH seen AS MATERIALIZED (
				SELECT w.id, w.status, %s FROM {workflows} w WHERE w.id = ?
			), w AS (
				UPDATE {workflows} AS w SET %s, last_heartbeat_at = %s
				FROM seen
				WHERE w.id = seen.id AND w.status IN (%s) AND %s
				RETURNING %s
			)""";

	// A command that is locked is left to its handler, which deletes it: to wait would be
	// to wait for whatever the handler does, and for ever if it writes this instance
	private static final String END = """
			, pointers AS (
				UPDATE {execution_pointers} p SET status = 'Cancelled', active = false, end_time = ?
				FROM w
				WHERE p.workflow_id = w.id AND p.end_time IS NULL
			), subscriptions AS (
				DELETE FROM {event_subscriptions} s USING w WHERE s.workflow_id = w.id
			), commands AS (
				DELETE FROM {scheduled_commands} WHERE id = ANY (ARRAY (
					SELECT c.id
					FROM w JOIN {scheduled_commands} c ON c.command_name = 'ProcessWorkflow' AND c.data = w.id
					FOR UPDATE OF c SKIP LOCKED
				))
			)""";

	// The parent of a child learns of its end
	private static final String COMPLETED = """
			, completed AS (
				INSERT INTO {events} (id, event_name, event_key, event_data, event_time, is_processed)
				SELECT ?, '%s', w.id, jsonb_build_object('status', w.status, 'data', x.data), clock_timestamp(), false
				FROM w JOIN {workflows} x ON x.id = w.id
				WHERE w.root_workflow_id IS NOT NULL
			)""".formatted(EventNames.WORKFLOW_COMPLETED);

	// A step that failed and was tried again sleeps in between, so its retries tell it
	private static final String RETRY = """
			, pointers AS (
				UPDATE {execution_pointers} p SET retry_count = 0, sleep_until = NULL
				FROM w
				WHERE p.workflow_id = w.id AND p.end_time IS NULL AND p.status <> 'WaitingForEvent'
					AND (p.status = 'Failed' OR p.retry_count > 0)
			)""";

	private static final String RESULT = """

			SELECT seen.status AS seen_status, w.* FROM seen LEFT JOIN w ON true
			""";

	private static final String ANY_VERSION = "true";

	private static final String SEEN_VERSION = "w.xmin = seen.xmin AND w.last_heartbeat_at IS NOT DISTINCT FROM seen.stamp";

	private static final String LOCK = """
			SELECT id FROM {workflows} WHERE id = ? FOR NO KEY UPDATE
			""";

	private final Database database;

	private final Inputs inputs;

	private final String table;

	private final String lock;

	private final Change suspend;

	private final Change resume;

	private final Change retry;

	private final Change terminate;

	WorkflowControl(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.table = names.displayed("workflows");
		this.lock = names.resolve(LOCK);
		this.suspend = new Change("suspend", "suspended", Set.of(WorkflowStatus.RUNNABLE),
				names.resolve(text("status = 'Suspended'", "'Runnable'", ANY_VERSION, "")));
		this.resume = new Change("resume", "resumed", Set.of(WorkflowStatus.SUSPENDED),
				names.resolve(text("status = 'Runnable', next_execution = 0", "'Suspended'", ANY_VERSION, "")));
		this.retry = new Change("resume", "resumed", Set.of(WorkflowStatus.SUSPENDED),
				names.resolve(text("status = 'Runnable', next_execution = 0", "'Suspended'", SEEN_VERSION, RETRY)));
		this.terminate = new Change("terminate", "terminated",
				Set.of(WorkflowStatus.RUNNABLE, WorkflowStatus.SUSPENDED),
				names.resolve(text("status = 'Terminated', next_execution = NULL, complete_time = ?",
						"'Runnable', 'Suspended'", SEEN_VERSION, END + COMPLETED)));
	}

	private static String text(String fields, String allowed, String version, String more) {
		String returned = WorkflowSummaries.COLUMNS.replaceAll("\\b(?=\\w)", "w.");
		return UPDATE.formatted(WorkflowSql.VERSION, fields, WorkflowSql.NEXT_STAMP, allowed, version, returned) + more
				+ RESULT;
	}

	WorkflowSummary suspend(String id) {
		return apply(this.suspend, id, Database.NO_PARAMETERS);
	}

	WorkflowSummary resume(String id) {
		return apply(this.resume, id, Database.NO_PARAMETERS);
	}

	WorkflowSummary retryFailedSteps(String id) {
		return apply(this.retry, id, Database.NO_PARAMETERS);
	}

	WorkflowSummary terminate(String id, Instant completeTime) {
		this.inputs.stored("WorkflowInstance", null)
			.timestamp("completeTime", Objects.requireNonNull(completeTime, "completeTime"));
		return apply(this.terminate, id,
				(parameters) -> parameters.timestamp(completeTime).timestamp(completeTime).text(TimeOrderedIds.next()));
	}

	private WorkflowSummary apply(Change change, String id, Database.Binder values) {
		this.inputs.of("WorkflowInstance").optionalText("id", Objects.requireNonNull(id, "id"));
		WorkflowSummary changed = changed(change, id, values);
		if (changed == null) {
			changed = this.database.callInTransaction(change.name() + " workflow instance", (transaction) -> {
				this.database.list("lock workflow instance", id, this.lock, (parameters) -> parameters.text(id),
						(resultSet, row) -> resultSet.getString(1));
				return changed(change, id, values);
			});
		}
		if (changed == null) {
			throw new ConcurrentUpdateException(id);
		}
		return changed;
	}

	/**
	 * Returns the instance as it is now, or {@code null} if another write was faster.
	 */
	private @Nullable WorkflowSummary changed(Change change, String id, Database.Binder values) {
		Outcome outcome = this.database.query(change.name() + " workflow instance", id, change.sql(), (parameters) -> {
			parameters.text(id);
			values.bind(parameters);
		}, (resultSet) -> resultSet.next() ? read(id, resultSet) : null);
		if (outcome == null) {
			throw new WorkflowNotFoundException(id);
		}
		if (outcome.changed() == null && !change.allowed().contains(outcome.seen())) {
			throw new WorkflowStateException(id, outcome.seen(), "cannot be " + change.participle());
		}
		return outcome.changed();
	}

	private Outcome read(String id, ResultSet resultSet) throws SQLException {
		String status = resultSet.getString("seen_status");
		WorkflowStatus seen = WorkflowStatus.fromStoredName(status)
			.orElseThrow(() -> new UnreadableRowException(this.table, "status", id,
					new IllegalArgumentException("a status that is not known")));
		return new Outcome(seen,
				(resultSet.getString("id") != null) ? WorkflowSummaries.read(resultSet, this.table) : null);
	}

	/**
	 * What can be done to an instance.
	 */
	private record Change(String name, String participle, Set<WorkflowStatus> allowed, String sql) {

	}

	/**
	 * What a statement has done.
	 *
	 * @param seen the status before
	 * @param changed the instance as it is now, or {@code null} if it was not changed
	 */
	private record Outcome(WorkflowStatus seen, @Nullable WorkflowSummary changed) {

	}

}
