package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.support.Inputs;
import io.wfe.postgres.StartSql.Start;
import org.jspecify.annotations.Nullable;

/**
 * Starts instances, all by one statement.
 */
final class StartStore {

	private static final String INSERT = """
			WITH w AS (
				INSERT INTO {workflows} (%s)
				SELECT %s
				FROM {starts}
				ORDER BY n.place
				ON CONFLICT DO NOTHING
				RETURNING id, xmin, last_heartbeat_at, create_time, next_execution
			)""".formatted(StartSql.COLUMNS, StartSql.VALUES);

	private static final String POINTERS = """
			, p AS (
				INSERT INTO {execution_pointers} (id, workflow_id, %s)
				SELECT v.id, w.id, %s
				FROM w JOIN %s ON v.workflow_id = w.id
				RETURNING id
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES, PointerSql.SOURCE_OF_MANY);

	private static final String RESULT = """

			SELECT w.id, %s, w.create_time, w.next_execution FROM w
			""".formatted(WorkflowSql.VERSION);

	private static final String RESERVE = """
			INSERT INTO {definition_sequences} AS s (definition_id, next_num)
			VALUES (?, ?::bigint)
			ON CONFLICT (definition_id) DO UPDATE SET next_num = s.next_num + ?::bigint
			RETURNING next_num
			""";

	private final Database database;

	private final Inputs inputs;

	private final String table;

	private final String insertOne;

	private final String insert;

	private final String insertWithPointers;

	private final String reserve;

	StartStore(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.table = names.displayed("workflows");
		this.insertOne = names.resolve(INSERT.replace("{starts}", StartSql.ONE) + RESULT);
		String many = INSERT.replace("{starts}", StartSql.SOURCE);
		this.insert = names.resolve(many + RESULT);
		this.insertWithPointers = names.resolve(many + POINTERS + RESULT);
		this.reserve = names.resolve(RESERVE);
	}

	List<Optional<WorkflowInstance>> start(List<NewWorkflow> workflows) {
		List<Start> starts = workflows.stream().map((started) -> Start.of(null, started, this.inputs)).toList();
		if (starts.isEmpty()) {
			return List.of();
		}
		if (areDistinct(starts)) {
			return insert(starts);
		}
		return this.database.callInTransaction("start workflow instances",
				(transaction) -> starts.stream().flatMap((start) -> insert(List.of(start)).stream()).toList());
	}

	/**
	 * Of two with one name the first has it, whichever of them can be stored. One
	 * statement could not tell.
	 */
	private static boolean areDistinct(List<Start> starts) {
		Set<String> ids = new HashSet<>();
		Set<String> names = new HashSet<>();
		return starts.stream()
			.allMatch((start) -> ids.add(start.instance().id()) && names.add(start.instance().name()));
	}

	/**
	 * Inserts in the order of names, so that two that insert the same names wait for each
	 * other and do not end in a deadlock.
	 */
	private List<Optional<WorkflowInstance>> insert(List<Start> starts) {
		List<Start> sorted = starts.stream().sorted(Comparator.comparing((start) -> start.instance().name())).toList();
		List<Start> withPointers = sorted.stream().filter((start) -> !start.pointers().isEmpty()).toList();
		boolean one = sorted.size() == 1 && withPointers.isEmpty();
		String sql = one ? this.insertOne : withPointers.isEmpty() ? this.insert : this.insertWithPointers;
		Map<String, Started> started = StartErrors.named(this.inputs, sorted,
				() -> this.database.query("start workflow instances", null, sql, (parameters) -> {
					if (one) {
						StartSql.bindOne(parameters, sorted.get(0));
						return;
					}
					StartSql.bind(parameters, sorted);
					if (!withPointers.isEmpty()) {
						StartSql.bindPointers(parameters, withPointers);
					}
				}, this::read));
		List<Optional<WorkflowInstance>> result = new ArrayList<>();
		for (Start start : starts) {
			@Nullable Started row = started.get(start.instance().id());
			result.add((row != null) ? Optional.of(row.instance(start)) : Optional.empty());
		}
		return result;
	}

	private Map<String, Started> read(ResultSet resultSet) throws SQLException {
		Map<String, Started> started = new HashMap<>();
		while (resultSet.next()) {
			started.put(resultSet.getString("id"),
					new Started(WorkflowSql.readVersion(resultSet), new Row(resultSet, this.table, "id")));
		}
		return started;
	}

	long reserve(String definitionId, int count) {
		checkDefinition(this.inputs, definitionId);
		Inputs.positive("Definition", "count", count);
		return LongValues.named(this.inputs, (checks) -> checkDefinition(checks, definitionId),
				() -> this.database.queryApart("give out numbers of definition", definitionId, this.reserve,
						(parameters) -> parameters.text(definitionId).integer(count).integer(count), (resultSet) -> {
							resultSet.next();
							return resultSet.getLong(1) - count + 1;
						}));
	}

	private static void checkDefinition(Inputs checks, String definitionId) {
		checks.stored("Definition", definitionId)
			.key("definitionId", definitionId)
			.indexed("definitionId", definitionId);
	}

	/**
	 * What the server has set.
	 */
	private record Started(Version version, Instant createTime, @Nullable Instant nextExecution) {

		Started(Version version, Row row) throws SQLException {
			this(version, row.timestamp("create_time"), row.nullableMillis("next_execution"));
		}

		WorkflowInstance instance(Start start) {
			WorkflowInstance instance = start.instance();
			return instance.toBuilder()
				.createTime(this.createTime)
				.nextExecution(this.nextExecution)
				.revision(new PostgresRevision(this.version, instance.name(), SharedJson.data(instance),
						start.pointers()))
				.build();
		}

	}

}
