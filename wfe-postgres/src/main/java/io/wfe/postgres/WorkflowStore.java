package io.wfe.postgres;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.support.Inputs;
import io.wfe.postgres.PointerSql.Positioned;
import org.jspecify.annotations.Nullable;

/**
 * Creates and loads workflow instances, and finds the due ones. {@link WorkflowWriter}
 * persists them.
 */
final class WorkflowStore {

	private static final String CREATE = """
			WITH w AS (
				INSERT INTO {workflows} (id, name, root_workflow_id, definition_id, version,
					description, reference, status, data, next_execution, create_time, complete_time,
					last_heartbeat_at)
				%s
				ON CONFLICT DO NOTHING
				RETURNING id, xmin, last_heartbeat_at
			)""";

	private static final String CREATE_ALONE = CREATE
		.formatted("VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, statement_timestamp())");

	// A key that is taken would end a transaction of the caller, so it is looked for
	// before. In an INSERT with SELECT a distributed PostgreSQL takes the clock only
	private static final String CREATE_UNLESS_TAKEN = CREATE.formatted("""
			SELECT ?::text, ?::text, ?::text, ?::text, ?::int, ?::text, ?::text, ?::text, ?::jsonb, ?::bigint,
					?::timestamptz, ?::timestamptz, clock_timestamp()
				WHERE NOT EXISTS (SELECT FROM {execution_pointers} p WHERE p.id = ANY (?))""");

	// Only asked when nothing was created
	private static final String WHY_NOT = """
			SELECT EXISTS (SELECT FROM {workflows} w WHERE w.id = ? OR w.name = ?) AS there,
				(SELECT min(p.id) FROM {execution_pointers} p WHERE p.id = ANY (?)) AS taken
			""";

	private static final String CREATE_POINTERS = """
			, p AS (
				INSERT INTO {execution_pointers} (id, workflow_id, %s)
				SELECT v.id, w.id, %s
				FROM w CROSS JOIN {pointers}
				RETURNING id
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES);

	private static final String CREATED = """

			SELECT %s FROM w
			""".formatted(WorkflowSql.VERSION);

	// The status is a literal so that the partial index serves generic plans too. The
	// parameters are hidden in selects: if the planner knew them it would take a plan for
	// them to be cheaper than one for any, and make one for each execution
	private static final String RUNNABLE = """
			SELECT id
			FROM {workflows}
			WHERE status = 'Runnable' AND next_execution <= (SELECT ?::bigint)
			ORDER BY next_execution, left(id, 64)
			LIMIT (SELECT ?::bigint)
			""";

	private static final String NEXT_SEQUENCE = """
			INSERT INTO {definition_sequences} AS s (definition_id, next_num)
			VALUES (?, 1)
			ON CONFLICT (definition_id) DO UPDATE SET next_num = s.next_num + 1
			RETURNING next_num
			""";

	private final Database database;

	private final Inputs inputs;

	private final WorkflowRows rows;

	private final UnreadableRows unreadable;

	private final String create;

	private final String createWithPointer;

	private final String createWithPointers;

	private final String whyNot;

	private final String loadById;

	private final String loadByName;

	private final String loadMany;

	private final String runnable;

	private final String nextSequence;

	WorkflowStore(Database database, Inputs inputs, TableNames names, UnreadableRows unreadable) {
		this.database = database;
		this.inputs = inputs;
		this.rows = new WorkflowRows(names);
		this.unreadable = unreadable;
		this.create = names.resolve(CREATE_ALONE + CREATED);
		this.createWithPointer = names
			.resolve(CREATE_UNLESS_TAKEN + CREATE_POINTERS.replace("{pointers}", PointerSql.ONE) + CREATED);
		this.createWithPointers = names
			.resolve(CREATE_UNLESS_TAKEN + CREATE_POINTERS.replace("{pointers}", PointerSql.SOURCE) + CREATED);
		this.whyNot = names.resolve(WHY_NOT);
		this.loadById = names.resolve(WorkflowRows.LOAD.formatted("w.id = ?", "p.workflow_id = (SELECT ?::text)"));
		this.loadByName = names.resolve(WorkflowRows.LOAD.formatted("w.name = ?",
				"p.workflow_id = (SELECT n.id FROM {workflows} n WHERE n.name = ?)"));
		this.loadMany = names.resolve(WorkflowRows.LOAD.formatted("w.id = ANY (?)", "p.workflow_id = ANY (?)"));
		this.runnable = names.resolve(RUNNABLE);
		this.nextSequence = names.resolve(NEXT_SEQUENCE);
	}

	WorkflowInstance create(WorkflowInstance given) {
		String id = given.id().isBlank() ? TimeOrderedIds.next() : given.id();
		WorkflowInstance instance = withName(given.id().equals(id) ? given : given.toBuilder().id(id).build());
		this.inputs.check(instance);
		Inputs.checkUnique(instance);
		instance.executionPointers().forEach(this.inputs::check);
		List<Positioned> pointers = PointerChanges.positioned(instance.executionPointers());
		@Nullable PostgresRevision revision = WorkflowErrors.named(this.inputs, instance, List.of(),
				() -> this.database.query("create workflow instance", id, createStatement(pointers.size()),
						(parameters) -> bind(parameters, instance, pointers),
						(resultSet) -> WorkflowSql.readRevision(resultSet, instance, pointers)));
		if (revision == null) {
			throw whyNot(instance);
		}
		return instance.toBuilder().revision(revision).build();
	}

	private RuntimeException whyNot(WorkflowInstance instance) {
		return this.database.query("look up workflow instance", instance.id(), this.whyNot,
				(parameters) -> parameters.text(instance.id())
					.text(instance.name())
					.texts(instance.executionPointers(), ExecutionPointer::id),
				(resultSet) -> {
					resultSet.next();
					String taken = resultSet.getString("taken");
					return (taken == null || resultSet.getBoolean("there"))
							? new WorkflowAlreadyExistsException(instance.id(), instance.name())
							: WorkflowErrors.takenPointer(instance, taken);
				});
	}

	private String createStatement(int pointers) {
		return switch (pointers) {
			case 0 -> this.create;
			case 1 -> this.createWithPointer;
			default -> this.createWithPointers;
		};
	}

	/**
	 * A blank name means the id, because names are unique.
	 */
	static WorkflowInstance withName(WorkflowInstance instance) {
		return instance.name().isBlank() ? instance.toBuilder().name(instance.id()).build() : instance;
	}

	private static void bind(Parameters parameters, WorkflowInstance instance, List<Positioned> pointers)
			throws SQLException {
		parameters.text(instance.id());
		WorkflowSql.bindFields(parameters, instance, true);
		if (!pointers.isEmpty()) {
			parameters.texts(pointers, (pointer) -> pointer.pointer().id());
			PointerSql.bindOneOrMany(parameters, pointers);
		}
	}

	List<String> runnable(Instant asAt, int limit) {
		this.inputs.of("Query").millis("asAt", asAt);
		Inputs.positive("Query", "limit", limit);
		return this.database.list("find the due workflow instances", null, this.runnable,
				(parameters) -> parameters.millis(asAt).integer(limit), (resultSet, row) -> resultSet.getString(1));
	}

	WorkflowInstance get(String id) {
		this.inputs.of("WorkflowInstance").optionalText("id", Objects.requireNonNull(id, "id"));
		return load(this.loadById, id);
	}

	WorkflowInstance getByName(String name) {
		this.inputs.of("WorkflowInstance").optionalText("name", Objects.requireNonNull(name, "name"));
		return load(this.loadByName, name);
	}

	private WorkflowInstance load(String sql, String key) {
		Map<String, WorkflowInstance> found = this.database.query("load workflow instance", key, sql,
				(parameters) -> parameters.text(key).text(key), this.rows::readAll);
		for (WorkflowInstance instance : found.values()) {
			return instance;
		}
		throw new WorkflowNotFoundException(key);
	}

	List<WorkflowInstance> get(Collection<String> ids) {
		if (ids.isEmpty()) {
			return List.of();
		}
		ids.forEach((id) -> this.inputs.of("WorkflowInstance").optionalText("id", Objects.requireNonNull(id, "id")));
		List<String> distinct = List.copyOf(new LinkedHashSet<>(ids));
		Map<String, WorkflowInstance> found = this.database.query("load workflow instances", null, this.loadMany,
				(parameters) -> parameters.texts(distinct, (id) -> id).texts(distinct, (id) -> id),
				(resultSet) -> this.rows.readReadable(resultSet, this.unreadable));
		List<WorkflowInstance> result = new ArrayList<>(found.size());
		for (String id : ids) {
			@Nullable WorkflowInstance instance = found.get(id);
			if (instance != null) {
				result.add(instance);
			}
		}
		return result;
	}

	long nextSequence(String definitionId) {
		checkDefinition(this.inputs, definitionId);
		return LongValues.named(this.inputs, (checks) -> checkDefinition(checks, definitionId),
				() -> this.database.query("give out a number of definition", definitionId, this.nextSequence,
						(parameters) -> parameters.text(definitionId), (resultSet) -> {
							resultSet.next();
							return resultSet.getLong(1);
						}));
	}

	private static void checkDefinition(Inputs checks, String definitionId) {
		checks.stored("Definition", definitionId)
			.key("definitionId", definitionId)
			.indexed("definitionId", definitionId);
	}

}
