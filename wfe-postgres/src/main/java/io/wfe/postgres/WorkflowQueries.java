package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.core.support.FieldInputs;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Finds and counts workflow instances, for people rather than for the engine.
 */
final class WorkflowQueries {

	private static final String FIND = """
			SELECT %s
			FROM {workflows}
			WHERE true""".formatted(WorkflowSummaries.COLUMNS);

	// Indexes hold the start of an id, which may be too long for them
	private static final String ORDER = """

			ORDER BY create_time DESC, left(id, 64) DESC, id DESC
			""";

	private static final String PAGE = ORDER + "LIMIT ?\n";

	/**
	 * The server cannot know how many names start so. If few do, it finds and sorts them.
	 * If many do, it follows the order, and soon has enough. Only one of the two parts is
	 * run.
	 */
	private static final String FIND_NAMED = """
			WITH few AS MATERIALIZED (
				SELECT count(*) < %1$d AS few FROM (SELECT FROM {workflows} WHERE true%2$s LIMIT %1$d) AS named
			)
			SELECT * FROM (
				(SELECT * FROM (
					SELECT %3$s FROM {workflows} WHERE (SELECT few FROM few)%4$s OFFSET 0
				) AS found%5$s)
				UNION ALL
				(SELECT %3$s FROM {workflows} WHERE NOT (SELECT few FROM few)%4$s%5$s)
			) AS page%6$s""";

	private static final int FEW_NAMES = 5000;

	private static final String COUNT = """
			SELECT definition_id, status, count(*) AS workflows
			FROM {workflows}
			GROUP BY definition_id, status
			ORDER BY definition_id, status
			""";

	private static final String FIND_ONE = """
			SELECT %s FROM {workflows} WHERE id = ?
			UNION ALL
			SELECT %s FROM {workflows} WHERE name = ? AND id <> ?
			""".formatted(WorkflowSummaries.COLUMNS, WorkflowSummaries.COLUMNS);

	/**
	 * By literals, so that the server knows from its statistics that a status is rare,
	 * and takes the index.
	 */
	private static final String COUNT_SOME = """
			SELECT definition_id, status, count(*) AS workflows
			FROM (
				(SELECT definition_id, status FROM {workflows} WHERE status = 'Runnable' LIMIT ?)
				UNION ALL
				(SELECT definition_id, status FROM {workflows} WHERE status = 'Suspended' LIMIT ?)
				UNION ALL
				(SELECT definition_id, status FROM {workflows} WHERE status = 'Complete' LIMIT ?)
				UNION ALL
				(SELECT definition_id, status FROM {workflows} WHERE status = 'Terminated' LIMIT ?)
			) AS counted
			GROUP BY definition_id, status
			ORDER BY definition_id, status
			""";

	/**
	 * Each part reads the start of an index, however many rows there are. The order is
	 * that of the index that holds due rows only: by time alone the server may take
	 * another one, and pass over all rows that are done. For the same reason zero is
	 * asked for as a range.
	 * <p>
	 * The oldest event is looked for again only if its time is damaged: minus infinity.
	 * <p>
	 * Instances that are due at once, as if since the epoch, stand between those of other
	 * times, and tell by their row since when they wait. Of as many as there may be, the
	 * first ones are looked at, which are the oldest where ids are ordered by time.
	 */
	private static final String BACKLOG = """
			SELECT
				least(
					(SELECT next_execution FROM {workflows} w
						WHERE status = 'Runnable' AND next_execution < 0 AND next_execution <= ? AND NOT %1$s
						ORDER BY next_execution, left(id, 64) LIMIT 1),
					(SELECT next_execution FROM {workflows} w
						WHERE status = 'Runnable' AND next_execution > 0 AND next_execution <= ? AND NOT %1$s
						ORDER BY next_execution, left(id, 64) LIMIT 1)
				) AS workflow,
				(SELECT min(since) FROM (
					SELECT greatest(create_time, last_heartbeat_at) AS since FROM {workflows} w
					WHERE status = 'Runnable' AND next_execution >= 0 AND next_execution < 1 AND 0 <= ? AND NOT %1$s
					ORDER BY next_execution, left(id, 64) LIMIT 100
				) AS first WHERE isfinite(since)) AS workflow_at_once,
				(SELECT CASE WHEN isfinite(first.event_time) THEN first.event_time ELSE
						(SELECT min(event_time) FROM {events}
							WHERE is_processed = false AND event_time > '-infinity' AND event_time <= ?)
					END FROM (
					SELECT event_time FROM {events}
					WHERE is_processed = false AND event_time <= ?
					ORDER BY event_time, left(id, 64) LIMIT 1
				) AS first) AS event,
				(SELECT min(execute_time) FROM {scheduled_commands}
					WHERE execute_time <= ?) AS command,
				(SELECT min(busy_since) FROM {hosts} WHERE expires_at > clock_timestamp()) AS owned
			""".formatted(HostStore.OWNED);

	private final Database database;

	private final NamePrefix namePrefix;

	private final Inputs inputs;

	private final UnreadableRows unreadable;

	private final TableNames names;

	private final String table;

	private final String find;

	private final String findOne;

	private final String count;

	private final String countSome;

	private final String backlog;

	WorkflowQueries(Database database, DatabaseEncoding encoding, Inputs inputs, TableNames names,
			UnreadableRows unreadable) {
		this.database = database;
		this.namePrefix = new NamePrefix(encoding);
		this.inputs = inputs;
		this.unreadable = unreadable;
		this.names = names;
		this.table = names.displayed("workflows");
		this.find = names.resolve(FIND);
		this.findOne = names.resolve(FIND_ONE);
		this.count = names.resolve(COUNT);
		this.countSome = names.resolve(COUNT_SOME);
		this.backlog = names.resolve(BACKLOG);
	}

	WorkflowPage find(WorkflowQuery query) {
		Conditions conditions = conditions(query);
		Conditions named = new Conditions();
		if (query.namePrefix() != null) {
			name(named, query.namePrefix());
		}
		String sql = (query.namePrefix() != null) ? this.names.resolve(FIND_NAMED.formatted(FEW_NAMES, named.sql(),
				WorkflowSummaries.COLUMNS, named.sql() + conditions.sql(), PAGE, ORDER))
				: this.find + conditions.sql() + PAGE;
		// One more tells whether there is a next page
		List<WorkflowSummary> found = this.unreadable.first(query.pageSize() + 1,
				(resultSet) -> WorkflowSummaries.read(resultSet, this.table),
				(rows, reader) -> this.database.query("find workflow instances", null, sql, (parameters) -> {
					if (query.namePrefix() != null) {
						named.bind(parameters);
						named.bind(parameters);
						conditions.bind(parameters);
						parameters.integer(rows);
						named.bind(parameters);
					}
					conditions.bind(parameters);
					parameters.integer(rows);
				}, reader));
		if (found.size() <= query.pageSize()) {
			return new WorkflowPage(found, null);
		}
		List<WorkflowSummary> page = found.subList(0, query.pageSize());
		WorkflowSummary last = page.get(page.size() - 1);
		return new WorkflowPage(page, new WorkflowPage.Cursor(last.createTime(), last.id()));
	}

	private Conditions conditions(WorkflowQuery query) {
		FieldInputs inputs = this.inputs.of("WorkflowQuery")
			.optionalText("workflowDefinitionId", query.workflowDefinitionId())
			.optionalText("reference", query.reference())
			.optionalText("namePrefix", query.namePrefix())
			.optionalText("rootWorkflowId", query.rootWorkflowId())
			.timestamp("createdFrom", query.createdFrom())
			.timestamp("createdBefore", query.createdBefore());
		Conditions conditions = new Conditions();
		WorkflowStatus status = query.status();
		if (status != null) {
			// One of few texts of our own, and a literal so that a generic plan knows how
			// many rows to expect
			conditions.and("status = '" + status.storedName() + "'", Database.NO_PARAMETERS);
		}
		// The rarest first
		conditions.andHashed("reference", query.reference());
		conditions.andHashed("root_workflow_id", query.rootWorkflowId());
		conditions.andHashed("definition_id", query.workflowDefinitionId());
		Integer version = query.version();
		if (version != null) {
			conditions.and("version = ?", (parameters) -> parameters.integer(version));
		}
		conditions.andTimestamp("create_time >= ?", Timestamps.ceiling(query.createdFrom()));
		conditions.andTimestamp("create_time < ?", Timestamps.ceiling(query.createdBefore()));
		WorkflowPage.Cursor after = query.after();
		if (after != null) {
			inputs.timestamp("after", after.createTime()).optionalText("after", after.id());
			conditions.and("(create_time, left(id, 64), id) < (?, left(?, 64), ?)",
					(parameters) -> parameters.timestamp(after.createTime()).text(after.id()).text(after.id()));
		}
		return conditions;
	}

	private void name(Conditions conditions, String prefix) {
		conditions.and("name ~>=~ ?", (parameters) -> parameters.text(prefix));
		String end = this.namePrefix.end(prefix);
		if (end != null) {
			conditions.and("name ~<~ ?", (parameters) -> parameters.text(end));
		}
		conditions.and("starts_with(name, ?)", (parameters) -> parameters.text(prefix));
	}

	/**
	 * The one with the id comes first, whatever comes first from the server.
	 */
	Optional<WorkflowSummary> findOne(String idOrName) {
		this.inputs.of("WorkflowInstance").optionalText("id", Objects.requireNonNull(idOrName, "idOrName"));
		List<WorkflowSummary> found = this.database.list("find workflow instance", idOrName, this.findOne,
				(parameters) -> parameters.text(idOrName).text(idOrName).text(idOrName),
				(resultSet, row) -> WorkflowSummaries.read(resultSet, this.table));
		return found.stream()
			.filter((workflow) -> workflow.id().equals(idOrName))
			.findFirst()
			.or(() -> found.stream().findFirst());
	}

	List<WorkflowCount> count() {
		return this.database.query("count workflow instances", null, this.count, Database.NO_PARAMETERS,
				this.unreadable.list(this::readCount));
	}

	List<WorkflowCount> count(int limit) {
		Inputs.positive("Query", "limit", limit);
		return this.database.query("count workflow instances", null, this.countSome,
				(parameters) -> parameters.integer(limit).integer(limit).integer(limit).integer(limit),
				this.unreadable.list(this::readCount));
	}

	private WorkflowCount readCount(ResultSet resultSet) throws SQLException {
		Row row = new Row(resultSet, this.table, "definition_id");
		return new WorkflowCount(row.text("definition_id"), row.value("status", WorkflowStatus::fromStoredName),
				resultSet.getLong("workflows"));
	}

	StoreBacklog backlog(Instant asAt) {
		this.inputs.of("Query").timestamp("asAt", asAt);
		return this.database.query("read the backlog", null, this.backlog,
				(parameters) -> parameters.millis(asAt)
					.millis(asAt)
					.millis(asAt)
					.timestamp(asAt)
					.timestamp(asAt)
					.millis(asAt),
				(resultSet) -> {
					resultSet.next();
					Row row = new Row(resultSet, "backlog", "workflow");
					Instant workflow = earliest(row.nullableMillis("workflow"),
							row.nullableTimestamp("workflow_at_once"), asAt);
					Instant owned = row.nullableTimestamp("owned");
					return new StoreBacklog(asAt, workflow, row.nullableTimestamp("event"),
							row.nullableMillis("command"), (owned != null) ? earliest(asAt, owned, asAt) : null);
				});
	}

	private static @Nullable Instant earliest(@Nullable Instant due, @Nullable Instant waiting, Instant asAt) {
		if (waiting == null) {
			return due;
		}
		// The clock of whoever wrote it may be ahead
		Instant since = waiting.isAfter(asAt) ? asAt : waiting;
		return (due != null && due.isBefore(since)) ? due : since;
	}

	/**
	 * Conditions that are set, as SQL from this class and values that are bound.
	 */
	private static final class Conditions {

		private final StringBuilder sql = new StringBuilder();

		private final List<Database.Binder> binders = new ArrayList<>();

		private boolean hashed;

		void and(String condition, Database.Binder binder) {
			this.sql.append(" AND ").append(condition);
			this.binders.add(binder);
		}

		/**
		 * The index of the column holds hashes, since values may be too long for it. The
		 * text is compared in a CASE, see EventStore. Only the first column that is asked
		 * for is looked up by its index: expecting few rows of two of them, the planner
		 * would read and sort all instead of following one.
		 */
		void andHashed(String column, @Nullable String value) {
			if (value == null) {
				return;
			}
			if (!this.hashed) {
				and("hashtextextended(" + column + ", 0) = hashtextextended(?, 0)",
						(parameters) -> parameters.text(value));
			}
			this.hashed = true;
			and("CASE WHEN " + column + " = ? THEN true ELSE false END", (parameters) -> parameters.text(value));
		}

		void andTimestamp(String condition, @Nullable Instant value) {
			if (value != null) {
				and(condition, (parameters) -> parameters.timestamp(value));
			}
		}

		String sql() {
			return this.sql.toString();
		}

		void bind(Parameters parameters) throws SQLException {
			for (Database.Binder binder : this.binders) {
				binder.bind(parameters);
			}
		}

	}

}
