package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.support.Inputs;

/**
 * Stores the errors of workflows.
 */
final class ErrorStore {

	private static final String INSERT_ONE = """
			INSERT INTO {execution_errors} (error_time, workflow_id, execution_pointer_id, message)
			VALUES (?, ?, ?, ?)
			""";

	// The arrays are hidden from the planner, see PointerSql
	private static final String INSERT = """
			INSERT INTO {execution_errors} (error_time, workflow_id, execution_pointer_id, message)
			SELECT e.error_time, e.workflow_id, e.execution_pointer_id, e.message
			FROM (SELECT unnest(a.error_time) AS error_time, unnest(a.workflow_id) AS workflow_id,
					unnest(a.execution_pointer_id) AS execution_pointer_id, unnest(a.message) AS message,
					generate_subscripts(a.error_time, 1) AS place
				FROM (SELECT ?::text[]::timestamptz[] AS error_time, ?::text[] AS workflow_id,
						?::text[] AS execution_pointer_id, ?::text[] AS message OFFSET 0) AS a) AS e
			ORDER BY e.place
			""";

	// The index holds a hash, since an id may be too long for it
	private static final String FIND = """
			SELECT id, error_time, workflow_id, execution_pointer_id, message
			FROM {execution_errors}
			WHERE hashtextextended(workflow_id, 0) = hashtextextended(?, 0) AND workflow_id = ?
			ORDER BY error_time, id
			""";

	private static final String FIND_LATEST = """
			SELECT id, error_time, workflow_id, execution_pointer_id, message
			FROM {execution_errors}
			WHERE hashtextextended(workflow_id, 0) = hashtextextended(?, 0) AND workflow_id = ?
			ORDER BY error_time DESC, id DESC
			LIMIT ?
			""";

	private static final String FIND_SINCE = """
			SELECT id, error_time, workflow_id, execution_pointer_id, message
			FROM {execution_errors}
			WHERE error_time >= ?
			ORDER BY error_time DESC
			LIMIT ?
			""";

	private static final String PURGE = """
			DELETE FROM {execution_errors}
			WHERE id = ANY (ARRAY (
				SELECT id
				FROM {execution_errors}
				WHERE error_time < ?
				ORDER BY error_time
				LIMIT ?
				FOR UPDATE SKIP LOCKED
			))
			""";

	private final Database database;

	private final Inputs inputs;

	private final UnreadableRows unreadable;

	private final String table;

	private final String insertOne;

	private final String insert;

	private final String find;

	private final String findLatest;

	private final String findSince;

	private final String purge;

	ErrorStore(Database database, Inputs inputs, TableNames names, UnreadableRows unreadable) {
		this.database = database;
		this.inputs = inputs;
		this.unreadable = unreadable;
		this.table = names.displayed("execution_errors");
		this.insertOne = names.resolve(INSERT_ONE);
		this.insert = names.resolve(INSERT);
		this.find = names.resolve(FIND);
		this.findLatest = names.resolve(FIND_LATEST);
		this.findSince = names.resolve(FIND_SINCE);
		this.purge = names.resolve(PURGE);
	}

	void add(Collection<ExecutionError> errors) {
		if (errors.isEmpty()) {
			return;
		}
		List<ExecutionError> all = List.copyOf(errors);
		all.forEach(this.inputs::check);
		if (all.size() == 1) {
			ExecutionError error = all.get(0);
			this.database.update("persist errors", null, this.insertOne,
					(parameters) -> parameters.timestamp(error.errorTime())
						.text(error.workflowId())
						.text(error.executionPointerId())
						.text(error.message()));
			return;
		}
		this.database.update("persist errors", null, this.insert,
				(parameters) -> parameters.timestamps(all, ExecutionError::errorTime)
					.texts(all, ExecutionError::workflowId)
					.texts(all, ExecutionError::executionPointerId)
					.texts(all, ExecutionError::message));
	}

	List<ExecutionError> find(String workflowId) {
		this.inputs.of("ExecutionError").optionalText("workflowId", Objects.requireNonNull(workflowId, "workflowId"));
		return this.database.query("find the errors of workflow instance", workflowId, this.find,
				(parameters) -> parameters.text(workflowId).text(workflowId), this.unreadable.list(this::read));
	}

	List<ExecutionError> findLatest(String workflowId, int limit) {
		this.inputs.of("ExecutionError").optionalText("workflowId", Objects.requireNonNull(workflowId, "workflowId"));
		Inputs.positive("Query", "limit", limit);
		return this.database.query("find the errors of workflow instance", workflowId, this.findLatest,
				(parameters) -> parameters.text(workflowId).text(workflowId).integer(limit),
				this.unreadable.list(this::read));
	}

	List<ExecutionError> findSince(Instant since, int limit) {
		this.inputs.of("Query").timestamp("since", since);
		Inputs.positive("Query", "limit", limit);
		return this.database.query("find errors", null, this.findSince,
				(parameters) -> parameters.timestamp(Timestamps.ceiling(since)).integer(limit),
				this.unreadable.list(this::read));
	}

	private ExecutionError read(ResultSet resultSet) throws SQLException {
		Row row = new Row(resultSet, this.table, "id");
		return new ExecutionError(row.timestamp("error_time"), row.text("workflow_id"),
				row.text("execution_pointer_id"), row.text("message"));
	}

	int purge(Instant before, int limit) {
		this.inputs.of("Query").timestamp("before", before);
		Inputs.positive("Query", "limit", limit);
		return this.database.update("purge errors", null, this.purge,
				(parameters) -> parameters.timestamp(Timestamps.ceiling(before)).integer(limit));
	}

}
