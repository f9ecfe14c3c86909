package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.support.Inputs;
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
 * Without a revision the version of the row is read first. Then all pointers are sent,
 * and compared by the server. The statement writes the version that was read, because it
 * sees the pointers as of its start. If another write was faster, both steps are repeated
 * in one transaction that locks the row first.
 */
final class WorkflowWriter {

	private static final String UPDATE_ANY = """
			WITH v AS MATERIALIZED (
				SELECT v.id, %s FROM %s
			), w AS (
				UPDATE {workflows} AS w SET %s
				WHERE w.id = ? AND %s AND NOT EXISTS (
					SELECT FROM v JOIN {execution_pointers} p ON p.id = v.id
					WHERE (p.workflow_id = ?) IS FALSE)
					AND NOT EXISTS (SELECT FROM {workflows} n WHERE n.name = ? AND n.id <> ?)
					AND NOT EXISTS (SELECT FROM {event_subscriptions} s WHERE s.id = ANY (?))
				RETURNING w.id, w.xmin, w.last_heartbeat_at
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
			)""".formatted(PointerSql.VALUES, PointerSql.SOURCE, WorkflowSql.FIELDS.formatted(WorkflowSql.DATA),
			WorkflowSql.HAS_VERSION, PointerSql.STORED, PointerSql.COLUMNS, PointerSql.VALUES, PointerSql.STORED,
			PointerSql.VALUES, PointerSql.COLUMNS, PointerSql.VALUES);

	private static final String RESULT_ANY = """

			SELECT %s FROM w
			""".formatted(WorkflowSql.VERSION);

	private static final String READ_VERSION = """
			SELECT %s FROM {workflows} w WHERE w.id = ?
			""".formatted(WorkflowSql.VERSION);

	private static final String LOCK_VERSION = READ_VERSION + " FOR NO KEY UPDATE";

	// Only asked when nothing was written
	private static final String WHY_NOT = """
			SELECT %s,
				(SELECT min(p.id) FROM {execution_pointers} p
					WHERE p.id = ANY (?) AND p.workflow_id <> ?) AS taken,
				(SELECT min(c.id) FROM unnest(?::text[]) AS c (id)
					WHERE NOT EXISTS (SELECT FROM {execution_pointers} p
						WHERE p.id = c.id AND p.workflow_id = ?)) AS missing,
				EXISTS (SELECT FROM {workflows} n WHERE n.name = ? AND n.id <> ?) AS name_is_taken,
				EXISTS (SELECT FROM {event_subscriptions} s WHERE s.id = ANY (?)) AS subscription_is_taken
			FROM {workflows} w
			WHERE w.id = ?
			""".formatted(WorkflowSql.VERSION);

	private static final String LOCK_SUBSCRIBED = """
			SELECT id FROM {workflows} WHERE id = ANY (?) ORDER BY id FOR KEY SHARE
			""";

	private final Database database;

	private final Inputs inputs;

	private final TableNames names;

	private final Map<StepSql, String> updates = new ConcurrentHashMap<>();

	private final String updateAny;

	private final String updateAnyWithSubscriptions;

	private final String readVersion;

	private final String lockVersion;

	private final String whyNot;

	private final String lockSubscribed;

	WorkflowWriter(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.names = names;
		this.updateAny = names.resolve(UPDATE_ANY + RESULT_ANY);
		this.updateAnyWithSubscriptions = names.resolve(UPDATE_ANY + SubscriptionSql.INSERT + RESULT_ANY);
		this.readVersion = names.resolve(READ_VERSION);
		this.lockVersion = names.resolve(LOCK_VERSION);
		this.whyNot = names.resolve(WHY_NOT);
		this.lockSubscribed = names.resolve(LOCK_SUBSCRIBED);
	}

	WorkflowInstance persist(WorkflowInstance given, List<EventSubscription> subscriptions) {
		WorkflowInstance instance = WorkflowStore.withName(given);
		PostgresRevision revision = PostgresRevision.of(instance);
		if (subscriptions.isEmpty()) {
			return write(instance, revision, subscriptions);
		}
		subscriptions.forEach(this.inputs::check);
		if (subscriptions.stream().map(EventSubscription::id).distinct().count() < subscriptions.size()) {
			throw WorkflowErrors.takenSubscription(instance);
		}
		List<String> others = subscriptions.stream()
			.map(EventSubscription::workflowId)
			.filter((id) -> !id.equals(instance.id()))
			.distinct()
			.toList();
		if (others.isEmpty()) {
			return write(instance, revision, subscriptions);
		}
		// A bad value is told before a missing workflow, whatever the subscriptions are
		// for
		this.inputs.check(instance);
		instance.executionPointers().forEach(this.inputs::check);
		return this.database.callInTransaction("persist workflow instance", (transaction) -> {
			lock(Stream.concat(Stream.of(instance.id()), others.stream()).toList());
			return write(instance, revision, subscriptions);
		});
	}

	/**
	 * Keeps the instances from being purged while they are subscribed, as the update of
	 * the row does for its own.
	 */
	private void lock(List<String> ids) {
		List<String> there = this.database.list("lock workflow instances", null, this.lockSubscribed,
				(parameters) -> parameters.texts(ids, (id) -> id), (resultSet, row) -> resultSet.getString(1));
		ids.stream().filter((id) -> !there.contains(id)).findFirst().ifPresent((id) -> {
			throw new WorkflowNotFoundException(id);
		});
	}

	private WorkflowInstance write(WorkflowInstance instance, @Nullable PostgresRevision revision,
			List<EventSubscription> subscriptions) {
		PostgresRevision written = (revision != null) ? update(instance, revision, subscriptions)
				: updateAny(instance, subscriptions);
		return instance.toBuilder().revision(written).build();
	}

	private PostgresRevision update(WorkflowInstance instance, PostgresRevision revision,
			List<EventSubscription> subscriptions) {
		PointerChanges changes = PointerChanges.between(revision.pointers(), instance.executionPointers());
		boolean sameData = revision.hasDataOf(instance);
		if (sameData) {
			this.inputs.checkFields(instance);
		}
		else {
			this.inputs.check(instance);
		}
		changes.updated().forEach((changed) -> this.inputs.check(changed.after().pointer()));
		Set<String> added = new HashSet<>();
		for (Positioned positioned : changes.inserted()) {
			this.inputs.check(positioned.pointer());
			if (!added.add(positioned.pointer().id())) {
				throw Inputs.repeatedPointer(instance.id(), positioned.pointer().id());
			}
		}
		boolean renamed = !instance.name().equals(revision.name());
		StepSql step = StepSql.of(sameData, renamed, changes, subscriptions);
		String sql = this.updates.computeIfAbsent(step, (key) -> this.names.resolve(key.text()));
		PostgresRevision written = WorkflowErrors.named(this.inputs, instance, subscriptions,
				() -> this.database.query("persist workflow instance", instance.id(), sql,
						(parameters) -> step.bind(parameters, instance, revision, changes, subscriptions),
						(resultSet) -> WorkflowSql.readRevision(resultSet, instance, changes.result())));
		if (written == null) {
			throw whyNot(instance, revision.version(), List.copyOf(added),
					changes.updated().stream().map((change) -> change.after().pointer().id()).toList(), subscriptions);
		}
		return written;
	}

	private PostgresRevision updateAny(WorkflowInstance instance, List<EventSubscription> subscriptions) {
		this.inputs.check(instance);
		Inputs.checkUnique(instance);
		instance.executionPointers().forEach(this.inputs::check);
		List<Positioned> pointers = PointerChanges.positioned(instance.executionPointers());
		PostgresRevision written = updateVersion(this.readVersion, instance, pointers, subscriptions);
		if (written == null) {
			written = this.database.callInTransaction("persist workflow instance",
					(status) -> updateVersion(this.lockVersion, instance, pointers, subscriptions));
		}
		if (written == null) {
			throw whyNot(instance, version(this.readVersion, instance),
					pointers.stream().map((pointer) -> pointer.pointer().id()).toList(), List.of(), subscriptions);
		}
		return written;
	}

	/**
	 * Writes the version that a statement returns, or returns {@code null} if another
	 * write was faster, or a key is taken.
	 */
	private @Nullable PostgresRevision updateVersion(String versionSql, WorkflowInstance instance,
			List<Positioned> pointers, List<EventSubscription> subscriptions) {
		Version version = version(versionSql, instance);
		String sql = subscriptions.isEmpty() ? this.updateAny : this.updateAnyWithSubscriptions;
		return WorkflowErrors.named(this.inputs, instance, subscriptions,
				() -> this.database.query("persist workflow instance", instance.id(), sql,
						(parameters) -> bindAny(parameters, instance, version, pointers, subscriptions),
						(resultSet) -> WorkflowSql.readRevision(resultSet, instance, pointers)));
	}

	private Version version(String sql, WorkflowInstance instance) {
		Version version = this.database.query("look up workflow instance", instance.id(), sql,
				(parameters) -> parameters.text(instance.id()),
				(resultSet) -> resultSet.next() ? WorkflowSql.readVersion(resultSet) : null);
		if (version == null) {
			throw new WorkflowNotFoundException(instance.id());
		}
		return version;
	}

	private static void bindAny(Parameters parameters, WorkflowInstance instance, Version version,
			List<Positioned> pointers, List<EventSubscription> subscriptions) throws SQLException {
		PointerSql.bind(parameters, pointers);
		WorkflowSql.bindFields(parameters, instance, true);
		parameters.text(instance.id());
		WorkflowSql.bindVersion(parameters, version);
		parameters.text(instance.id())
			.text(instance.name())
			.text(instance.id())
			.texts(subscriptions, EventSubscription::id);
		if (!subscriptions.isEmpty()) {
			SubscriptionSql.bind(parameters, subscriptions);
		}
	}

	/**
	 * Tells why nothing was written: nobody else's transaction is needed for that.
	 */
	private RuntimeException whyNot(WorkflowInstance instance, Version expected, List<String> added,
			List<String> changed, List<EventSubscription> subscriptions) {
		return this.database.query("look up workflow instance", instance.id(), this.whyNot,
				(parameters) -> parameters.texts(added, (id) -> id)
					.text(instance.id())
					.texts(changed, (id) -> id)
					.text(instance.id())
					.text(instance.name())
					.text(instance.id())
					.texts(subscriptions, EventSubscription::id)
					.text(instance.id()),
				(resultSet) -> reason(resultSet, instance, expected));
	}

	private static RuntimeException reason(ResultSet resultSet, WorkflowInstance instance, Version expected)
			throws SQLException {
		if (!resultSet.next()) {
			return new WorkflowNotFoundException(instance.id());
		}
		String taken = resultSet.getString("taken");
		if (taken != null) {
			return WorkflowErrors.takenPointer(instance, taken);
		}
		if (WorkflowSql.readVersion(resultSet).equals(expected)) {
			Inputs.checkUnique(instance);
			if (resultSet.getBoolean("name_is_taken")) {
				return new WorkflowAlreadyExistsException(instance.id(), instance.name());
			}
			if (resultSet.getBoolean("subscription_is_taken")) {
				return WorkflowErrors.takenSubscription(instance);
			}
			String missing = resultSet.getString("missing");
			if (missing != null) {
				return new ConcurrentUpdateException(instance.id(), missing);
			}
		}
		return new ConcurrentUpdateException(instance.id());
	}

}
