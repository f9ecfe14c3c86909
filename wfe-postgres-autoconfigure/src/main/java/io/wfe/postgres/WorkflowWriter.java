package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.postgres.PointerSql.Positioned;
import org.jspecify.annotations.Nullable;

/**
 * Persists workflow instances, each by one statement whose parts all hang on the update
 * of the workflow's row: if that finds no row, nothing is written.
 * <p>
 * With a revision only the pointers that have changed since are sent. The revision tells
 * that nobody has written the instance meanwhile, so the rest is as it was.
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
					version = ?, description = ?, reference = ?, status = ?, data = ?::jsonb,
					next_execution = ?, create_time = ?, complete_time = ?,
					last_heartbeat_at = now()
				WHERE id = ? AND xmin::text = ? AND ctid::text = ?
				RETURNING id, xmin, ctid
			)""";

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

		ONE_CHANGED, CHANGED, ONE_ADDED, ADDED, GONE, SUBSCRIBED

	}

	private final Database database;

	private final TableNames names;

	private final Map<Set<Part>, String> updates = new ConcurrentHashMap<>();

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
		Inputs.check(instance);
		subscriptions.forEach(Inputs::check);
		PostgresRevision written = (revision != null) ? update(instance, revision, subscriptions)
				: updateAny(instance, subscriptions);
		return instance.toBuilder().revision(written).build();
	}

	private PostgresRevision update(WorkflowInstance instance, PostgresRevision revision,
			List<EventSubscription> subscriptions) {
		PointerChanges changes = PointerChanges.between(revision.pointers(), instance.executionPointers());
		changes.updated().forEach((changed) -> Inputs.check(changed.pointer()));
		changes.inserted().forEach((added) -> Inputs.check(added.pointer()));
		String sql = this.updates.computeIfAbsent(parts(changes, subscriptions), this::statement);
		PostgresRevision written = write(instance,
				() -> this.database.query("persist workflow instance", instance.id(), sql,
						(parameters) -> bind(parameters, instance, revision, changes, subscriptions),
						(resultSet) -> resultSet.next()
								? new PostgresRevision(resultSet.getString(1), resultSet.getString(2), changes.result())
								: null));
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
		Inputs.checkUnique(instance);
		instance.executionPointers().forEach(Inputs::check);
		List<Positioned> pointers = PointerChanges.positioned(instance.executionPointers());
		String sql = subscriptions.isEmpty() ? this.updateAny : this.updateAnyWithSubscriptions;
		for (int attempt = 0; attempt < MAX_LOST_RACES; attempt++) {
			Outcome outcome = WorkflowErrors.named(instance,
					() -> this.database.query("persist workflow instance", instance.id(), sql,
							(parameters) -> bindAny(parameters, instance, pointers, subscriptions),
							(resultSet) -> Outcome.of(resultSet, pointers)));
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

	private static Set<Part> parts(PointerChanges changes, List<EventSubscription> subscriptions) {
		Set<Part> parts = EnumSet.noneOf(Part.class);
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
		return parts;
	}

	private String statement(Set<Part> parts) {
		StringBuilder statement = new StringBuilder(UPDATE);
		boolean changed = parts.contains(Part.ONE_CHANGED) || parts.contains(Part.CHANGED);
		if (changed) {
			statement.append(pointers(CHANGED_POINTERS, parts.contains(Part.ONE_CHANGED)));
		}
		if (parts.contains(Part.ONE_ADDED) || parts.contains(Part.ADDED)) {
			statement.append(pointers(NEW_POINTERS, parts.contains(Part.ONE_ADDED)));
		}
		if (parts.contains(Part.GONE)) {
			statement.append(GONE_POINTERS);
		}
		if (parts.contains(Part.SUBSCRIBED)) {
			statement.append(NEW_SUBSCRIPTIONS);
		}
		return this.names.resolve(statement.append(changed ? RESULT_WITH_CHANGED : RESULT).toString());
	}

	private static String pointers(String part, boolean one) {
		return part.replace("{pointers}", one ? PointerSql.ONE : PointerSql.SOURCE);
	}

	private static void bind(Parameters parameters, WorkflowInstance instance, PostgresRevision revision,
			PointerChanges changes, List<EventSubscription> subscriptions) throws SQLException {
		WorkflowStore.bindFields(parameters, instance);
		parameters.text(instance.id()).text(revision.xmin()).text(revision.ctid());
		if (!changes.updated().isEmpty()) {
			PointerSql.bindOneOrMany(parameters, changes.updated());
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
		if (!changes.updated().isEmpty()) {
			parameters.bigint(changes.updated().size());
		}
	}

	private static void bindAny(Parameters parameters, WorkflowInstance instance, List<Positioned> pointers,
			List<EventSubscription> subscriptions) throws SQLException {
		parameters.text(instance.id());
		WorkflowStore.bindFields(parameters, instance);
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

		static Outcome of(ResultSet resultSet, List<Positioned> pointers) throws SQLException {
			if (!resultSet.next()) {
				return new Outcome(false, null);
			}
			String xmin = resultSet.getString(1);
			return new Outcome(true,
					(xmin != null) ? new PostgresRevision(xmin, resultSet.getString(2), pointers) : null);
		}

	}

}
