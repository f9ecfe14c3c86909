package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.postgres.PointerChanges.Change;
import io.wfe.postgres.PointerSql.Positioned;
import org.jspecify.annotations.Nullable;

/**
 * Persists workflow instances, each by one statement whose parts all hang on the update
 * of the workflow's row: if that finds no row, nothing is written.
 * <p>
 * With a revision only the data and the pointers that have changed since are sent. The
 * revision tells that nobody has written the instance meanwhile, so the rest is as it
 * was.
 * <p>
 * Without a revision all pointers are sent, and compared by the server. A statement sees
 * the pointers as of its start, though the row it updates may have been written since. So
 * it updates the row only in the version it saw, and is repeated if it has lost that
 * race.
 */
final class WorkflowWriter {

	private static final String UPDATE = """
			WITH w AS (
				UPDATE {workflows} SET name = ?, root_workflow_id = ?, definition_id = ?,
					version = ?, description = ?, reference = ?, status = ?, %s
					next_execution = ?, create_time = ?, complete_time = ?,
					last_heartbeat_at = now()
				WHERE id = ? AND xmin::text = ? AND ctid::text = ?
				RETURNING id, xmin, ctid
			)""";

	private static final String DATA = "data = ?::jsonb,";

	private static final String UPDATE_ANY = """
			WITH seen AS MATERIALIZED (
				SELECT id, xmin::text AS xmin, ctid::text AS ctid FROM {workflows} WHERE id = ?
			), w AS (
				UPDATE {workflows} AS u SET name = ?, root_workflow_id = ?, definition_id = ?,
					version = ?, description = ?, reference = ?, status = ?, data = ?::jsonb,
					next_execution = ?, create_time = ?, complete_time = ?,
					last_heartbeat_at = now()
				FROM seen
				WHERE u.id = seen.id AND u.xmin::text = seen.xmin AND u.ctid::text = seen.ctid
				RETURNING u.id, u.xmin, u.ctid
			)""";

	// Finds the pointers by their primary keys: "IS TRUE" keeps the planner from reading
	// all pointers of the instance instead, however many it has gathered
	private static final String CHANGED_POINTERS = """
			, changed AS (
				UPDATE {execution_pointers} p SET (%s) = ROW (%s)
				FROM w CROSS JOIN {pointers}
				WHERE p.id = v.id AND (p.workflow_id = w.id) IS TRUE
				RETURNING p.id
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES);

	// The same for one pointer. Only the JSON that has changed is written
	private static final String CHANGED_POINTER = """
			, changed AS (
				UPDATE {execution_pointers} p SET %s%%s
				FROM w
				WHERE p.id = ? AND (p.workflow_id = w.id) IS TRUE
				RETURNING p.id
			)""".formatted(PointerSql.FIELDS);

	private static final String NEW_POINTERS = """
			, added AS (
				INSERT INTO {execution_pointers} (id, workflow_id, %s)
				SELECT v.id, w.id, %s
				FROM w CROSS JOIN {pointers}
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES);

	private static final String GONE_POINTERS = """
			, gone AS (
				DELETE FROM {execution_pointers} p
				USING w
				WHERE p.id = ANY (?) AND (p.workflow_id = w.id) IS TRUE
			)""";

	private static final String ALL_POINTERS = """
			, v AS MATERIALIZED (
				SELECT v.id, %s FROM %s
			), stored AS MATERIALIZED (
				SELECT p.id, %s FROM w JOIN {execution_pointers} p ON p.workflow_id = w.id
			), changed AS (
				UPDATE {execution_pointers} t SET (%s) = ROW (%s)
				FROM stored p JOIN v ON v.id = p.id
				WHERE t.id = p.id AND (%s) IS DISTINCT FROM (%s)
			), added AS (
				INSERT INTO {execution_pointers} (id, workflow_id, %s)
				SELECT v.id, w.id, %s
				FROM w CROSS JOIN v
				WHERE NOT EXISTS (SELECT FROM stored p WHERE p.id = v.id)
			), gone AS (
				DELETE FROM {execution_pointers} t
				USING stored p
				WHERE t.id = p.id AND NOT EXISTS (SELECT FROM v WHERE v.id = p.id)
			)""".formatted(PointerSql.VALUES, PointerSql.SOURCE, PointerSql.STORED, PointerSql.COLUMNS,
			PointerSql.VALUES, PointerSql.STORED, PointerSql.VALUES, PointerSql.COLUMNS, PointerSql.VALUES);

	private static final String NEW_SUBSCRIPTIONS = """
			, subscribed AS (
				INSERT INTO {event_subscriptions} (%s)
				SELECT %s
				FROM w CROSS JOIN %s
			)""".formatted(SubscriptionSql.COLUMNS, SubscriptionSql.VALUES, SubscriptionSql.SOURCE);

	private static final String RESULT = """

			SELECT w.xmin::text, w.ctid::text FROM w
			""";

	// Fails, and so takes back the whole statement, if somebody has deleted pointers
	// without touching their workflow
	private static final String RESULT_WITH_CHANGED = """

			SELECT w.xmin::text, w.ctid::text, 1 / ((SELECT count(*) FROM changed) = ?)::int FROM w
			""";

	private static final String RESULT_WITH_ONE_CHANGED = """

			SELECT w.xmin::text, w.ctid::text, 1 / (SELECT count(*) FROM changed)::int FROM w
			""";

	private static final String DIVISION_BY_ZERO = "22012";

	private static final String RESULT_ANY = """

			SELECT w.xmin::text, w.ctid::text FROM seen LEFT JOIN w ON true
			""";

	private static final String EXISTS = """
			SELECT EXISTS (SELECT FROM {workflows} WHERE id = ?)
			""";

	/**
	 * Each lost race is another write that went through, so this many mean that something
	 * is wrong.
	 */
	private static final int MAX_LOST_RACES = 1000;

	/**
	 * The parts that the statement of an operation needs besides the update of the
	 * workflow.
	 */
	private enum Part {

		DATA, ONE_CHANGED, CHANGED, ONE_ADDED, ADDED, GONE, SUBSCRIBED

	}

	/**
	 * What a statement writes.
	 *
	 * @param parts its parts
	 * @param json the JSON of the one pointer that has changed
	 */
	private record Shape(Set<Part> parts, Set<PointerJson> json) {

		boolean has(Part part) {
			return this.parts.contains(part);
		}

	}

	private final Database database;

	private final TableNames names;

	private final Map<Shape, String> updates = new ConcurrentHashMap<>();

	private final String updateAny;

	private final String updateAnyWithSubscriptions;

	private final String exists;

	WorkflowWriter(Database database, TableNames names) {
		this.database = database;
		this.names = names;
		this.updateAny = names.resolve(UPDATE_ANY + ALL_POINTERS + RESULT_ANY);
		this.updateAnyWithSubscriptions = names.resolve(UPDATE_ANY + ALL_POINTERS + NEW_SUBSCRIPTIONS + RESULT_ANY);
		this.exists = names.resolve(EXISTS);
	}

	WorkflowInstance persist(WorkflowInstance given, List<EventSubscription> subscriptions) {
		WorkflowInstance instance = WorkflowStore.withName(given);
		PostgresRevision revision = PostgresRevision.of(instance);
		subscriptions.forEach(Inputs::check);
		PostgresRevision written = (revision != null) ? update(instance, revision, subscriptions)
				: updateAny(instance, subscriptions);
		return instance.toBuilder().revision(written).build();
	}

	private PostgresRevision update(WorkflowInstance instance, PostgresRevision revision,
			List<EventSubscription> subscriptions) {
		PointerChanges changes = PointerChanges.between(revision.pointers(), instance.executionPointers());
		boolean sameData = revision.hasDataOf(instance);
		if (sameData) {
			Inputs.checkFields(instance);
		}
		else {
			Inputs.check(instance);
		}
		changes.updated().forEach((changed) -> Inputs.check(changed.after().pointer()));
		changes.inserted().forEach((added) -> Inputs.check(added.pointer()));
		Shape shape = shape(sameData, changes, subscriptions);
		String sql = this.updates.computeIfAbsent(shape, this::statement);
		PostgresRevision written = write(instance,
				() -> this.database.query("persist workflow instance", instance.id(), sql,
						(parameters) -> bind(parameters, shape, instance, revision, changes, subscriptions),
						(resultSet) -> resultSet.next() ? new PostgresRevision(resultSet.getString(1),
								resultSet.getString(2), SharedJson.data(instance), changes.result()) : null));
		if (written != null) {
			return written;
		}
		if (!exists(instance.id())) {
			throw new WorkflowNotFoundException(instance.id());
		}
		throw new ConcurrentUpdateException(instance.id());
	}

	private static @Nullable PostgresRevision write(WorkflowInstance instance,
			Supplier<@Nullable PostgresRevision> statement) {
		try {
			return WorkflowErrors.named(instance, statement);
		}
		catch (PersistenceException ex) {
			if (DIVISION_BY_ZERO.equals(Database.sqlState(ex))) {
				throw new ConcurrentUpdateException(instance.id());
			}
			throw ex;
		}
	}

	private PostgresRevision updateAny(WorkflowInstance instance, List<EventSubscription> subscriptions) {
		Inputs.check(instance);
		Inputs.checkUnique(instance);
		instance.executionPointers().forEach(Inputs::check);
		List<Positioned> pointers = PointerChanges.positioned(instance.executionPointers());
		String sql = subscriptions.isEmpty() ? this.updateAny : this.updateAnyWithSubscriptions;
		for (int attempt = 0; attempt < MAX_LOST_RACES; attempt++) {
			Outcome outcome = WorkflowErrors.named(instance,
					() -> this.database.query("persist workflow instance", instance.id(), sql,
							(parameters) -> bindAny(parameters, instance, pointers, subscriptions),
							(resultSet) -> Outcome.of(resultSet, instance, pointers)));
			if (!outcome.found()) {
				throw new WorkflowNotFoundException(instance.id());
			}
			if (outcome.revision() != null) {
				return outcome.revision();
			}
		}
		throw new ConcurrentUpdateException(instance.id());
	}

	private boolean exists(String id) {
		return this.database.query("look up workflow instance", id, this.exists, (parameters) -> parameters.text(id),
				(resultSet) -> {
					resultSet.next();
					return resultSet.getBoolean(1);
				});
	}

	private static Shape shape(boolean sameData, PointerChanges changes, List<EventSubscription> subscriptions) {
		Set<Part> parts = EnumSet.noneOf(Part.class);
		if (!sameData) {
			parts.add(Part.DATA);
		}
		if (!changes.updated().isEmpty()) {
			parts.add((changes.updated().size() == 1) ? Part.ONE_CHANGED : Part.CHANGED);
		}
		if (!changes.inserted().isEmpty()) {
			parts.add((changes.inserted().size() == 1) ? Part.ONE_ADDED : Part.ADDED);
		}
		if (!changes.deleted().isEmpty()) {
			parts.add(Part.GONE);
		}
		if (!subscriptions.isEmpty()) {
			parts.add(Part.SUBSCRIBED);
		}
		boolean one = changes.updated().size() == 1;
		return new Shape(parts, one ? changes.updated().get(0).json() : Set.of());
	}

	private String statement(Shape shape) {
		StringBuilder statement = new StringBuilder(UPDATE.formatted(shape.has(Part.DATA) ? DATA : ""));
		if (shape.has(Part.ONE_CHANGED)) {
			String json = shape.json()
				.stream()
				.map((column) -> ", " + column.column() + " = ?::jsonb")
				.collect(Collectors.joining());
			statement.append(CHANGED_POINTER.formatted(json));
		}
		if (shape.has(Part.CHANGED)) {
			statement.append(pointers(CHANGED_POINTERS, PointerSql.SOURCE));
		}
		if (shape.has(Part.ONE_ADDED)) {
			statement.append(pointers(NEW_POINTERS, PointerSql.ONE));
		}
		if (shape.has(Part.ADDED)) {
			statement.append(pointers(NEW_POINTERS, PointerSql.SOURCE));
		}
		if (shape.has(Part.GONE)) {
			statement.append(GONE_POINTERS);
		}
		if (shape.has(Part.SUBSCRIBED)) {
			statement.append(NEW_SUBSCRIPTIONS);
		}
		String result = shape.has(Part.ONE_CHANGED) ? RESULT_WITH_ONE_CHANGED
				: shape.has(Part.CHANGED) ? RESULT_WITH_CHANGED : RESULT;
		return this.names.resolve(statement.append(result).toString());
	}

	private static String pointers(String part, String source) {
		return part.replace("{pointers}", source);
	}

	private static void bind(Parameters parameters, Shape shape, WorkflowInstance instance, PostgresRevision revision,
			PointerChanges changes, List<EventSubscription> subscriptions) throws SQLException {
		WorkflowStore.bindFields(parameters, instance, shape.has(Part.DATA));
		parameters.text(instance.id()).text(revision.xmin()).text(revision.ctid());
		if (shape.has(Part.ONE_CHANGED)) {
			bindChanged(parameters, changes.updated().get(0).after(), shape.json());
		}
		if (shape.has(Part.CHANGED)) {
			PointerSql.bind(parameters, changes.updated().stream().map(Change::after).toList());
		}
		if (!changes.inserted().isEmpty()) {
			PointerSql.bindOneOrMany(parameters, changes.inserted());
		}
		if (!changes.deleted().isEmpty()) {
			parameters.texts(changes.deleted(), (id) -> id);
		}
		if (!subscriptions.isEmpty()) {
			SubscriptionSql.bind(parameters, subscriptions);
		}
		if (shape.has(Part.CHANGED)) {
			parameters.bigint(changes.updated().size());
		}
	}

	private static void bindChanged(Parameters parameters, Positioned positioned, Set<PointerJson> json)
			throws SQLException {
		PointerSql.bindFields(parameters, positioned);
		for (PointerJson column : json) {
			parameters.text(column.text(positioned.pointer()));
		}
		parameters.text(positioned.pointer().id());
	}

	private static void bindAny(Parameters parameters, WorkflowInstance instance, List<Positioned> pointers,
			List<EventSubscription> subscriptions) throws SQLException {
		parameters.text(instance.id());
		WorkflowStore.bindFields(parameters, instance, true);
		PointerSql.bind(parameters, pointers);
		if (!subscriptions.isEmpty()) {
			SubscriptionSql.bind(parameters, subscriptions);
		}
	}

	/**
	 * What a statement without a revision has done.
	 *
	 * @param found whether there is such an instance
	 * @param revision its new revision, or {@code null} if another write was faster
	 */
	private record Outcome(boolean found, @Nullable PostgresRevision revision) {

		static Outcome of(ResultSet resultSet, WorkflowInstance instance, List<Positioned> pointers)
				throws SQLException {
			if (!resultSet.next()) {
				return new Outcome(false, null);
			}
			String xmin = resultSet.getString(1);
			return new Outcome(true, (xmin != null)
					? new PostgresRevision(xmin, resultSet.getString(2), SharedJson.data(instance), pointers) : null);
		}

	}

}
