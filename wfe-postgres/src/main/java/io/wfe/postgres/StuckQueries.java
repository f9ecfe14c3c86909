package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import io.wfe.core.persistence.StuckReason;
import io.wfe.core.persistence.StuckWorkflow;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.core.support.Inputs;

/**
 * Finds instances that somebody should look at. Each query reads the start of an index,
 * however many rows there are.
 */
final class StuckQueries {

	private static final String COLUMNS = WorkflowSummaries.COLUMNS
			+ ", host_id, greatest(create_time, last_heartbeat_at) AS written";

	/**
	 * Of those that are due at once, which stand between those of other times, the first
	 * ones are looked at, as for the backlog.
	 */
	private static final String DUE = """
			(SELECT %1$s FROM {workflows} w
				WHERE status = 'Runnable' AND next_execution < 0 AND next_execution <= ? AND NOT %2$s
				ORDER BY next_execution, left(id, 64) LIMIT ?)
			UNION ALL
			(SELECT %1$s FROM {workflows} w
				WHERE status = 'Runnable' AND next_execution > 0 AND next_execution <= ? AND NOT %2$s
				ORDER BY next_execution, left(id, 64) LIMIT ?)
			UNION ALL
			(SELECT * FROM (
				SELECT %1$s FROM {workflows} w
				WHERE status = 'Runnable' AND next_execution >= 0 AND next_execution < 1 AND NOT %2$s
				ORDER BY next_execution, left(id, 64) LIMIT 1000) AS first
			WHERE written <= ? ORDER BY written LIMIT ?)
			""".formatted(COLUMNS, HostStore.OWNED);

	/**
	 * An owned instance stays due, so it is among the first due ones.
	 */
	private static final String OWNED = """
			SELECT w.* FROM (
				SELECT %s FROM {workflows}
				WHERE status = 'Runnable' AND next_execution <= %s
				ORDER BY next_execution, left(id, 64) LIMIT 10000) AS w
			WHERE w.host_id IS NOT NULL AND w.written <= ? AND %s
			ORDER BY w.written LIMIT ?
			""".formatted(COLUMNS, ClaimSql.NOW, HostStore.OWNED);

	private static final String FAILED = """
			SELECT w.* FROM (
				SELECT %s FROM {workflows}
				WHERE status = 'Suspended'
				ORDER BY create_time DESC, left(id, 64) DESC LIMIT 10000) AS w
			WHERE w.written <= ? AND EXISTS (
				SELECT FROM {execution_pointers} p
				WHERE p.workflow_id = w.id AND p.end_time IS NULL AND p.status = 'Failed')
			ORDER BY w.written LIMIT ?
			""".formatted(COLUMNS);

	private final Database database;

	private final Inputs inputs;

	private final UnreadableRows unreadable;

	private final String table;

	private final String due;

	private final String owned;

	private final String failed;

	StuckQueries(Database database, Inputs inputs, TableNames names, UnreadableRows unreadable) {
		this.database = database;
		this.inputs = inputs;
		this.unreadable = unreadable;
		this.table = names.displayed("workflows");
		this.due = names.resolve(DUE);
		this.owned = names.resolve(OWNED);
		this.failed = names.resolve(FAILED);
	}

	List<StuckWorkflow> find(StuckReason reason, Instant before, int limit) {
		this.inputs.of("Query").timestamp("before", before);
		Inputs.positive("Query", "limit", limit);
		return switch (reason) {
			case DUE -> due(before, limit);
			case OWNED -> query(this.owned, (parameters) -> parameters.timestamp(before).integer(limit), false);
			case FAILED -> query(this.failed, (parameters) -> parameters.timestamp(before).integer(limit), false);
		};
	}

	private List<StuckWorkflow> due(Instant before, int limit) {
		return query(this.due,
				(parameters) -> parameters.millis(before)
					.integer(limit)
					.millis(before)
					.integer(limit)
					.timestamp(before)
					.integer(limit),
				true)
			.stream()
			.sorted(Comparator.comparing(StuckWorkflow::since))
			.limit(limit)
			.toList();
	}

	private List<StuckWorkflow> query(String sql, Database.Binder binder, boolean due) {
		return this.database.query("find stuck workflow instances", null, sql, binder,
				this.unreadable.list((resultSet) -> read(resultSet, due)));
	}

	private StuckWorkflow read(ResultSet resultSet, boolean due) throws SQLException {
		WorkflowSummary workflow = WorkflowSummaries.read(resultSet, this.table);
		Row row = new Row(resultSet, this.table, "id");
		if (!due) {
			return new StuckWorkflow(workflow, row.timestamp("written"), row.nullableText("host_id"));
		}
		Instant next = workflow.nextExecution();
		return new StuckWorkflow(workflow,
				(next != null && !next.equals(Instant.EPOCH)) ? next : row.timestamp("written"), null);
	}

}
