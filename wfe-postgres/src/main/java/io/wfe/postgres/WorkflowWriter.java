package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.SharedJson;
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

	private final Database database;

	private final TableNames names;

	private final Map<StepSql, String> updates = new ConcurrentHashMap<>();

	private final String updateAny;

	private final String updateAnyWithSubscriptions;

	private final String exists;

	WorkflowWriter(Database database, TableNames names) {
		this.database = database;
		this.names = names;
		this.updateAny = names.resolve(UPDATE_ANY + ALL_POINTERS + RESULT_ANY);
		this.updateAnyWithSubscriptions = names
			.resolve(UPDATE_ANY + ALL_POINTERS + SubscriptionSql.INSERT + RESULT_ANY);
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
		StepSql step = StepSql.of(sameData, changes, subscriptions);
		String sql = this.updates.computeIfAbsent(step, (key) -> this.names.resolve(key.text()));
		PostgresRevision written = write(instance,
				() -> this.database.query("persist workflow instance", instance.id(), sql,
						(parameters) -> step.bind(parameters, instance, revision, changes, subscriptions),
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
