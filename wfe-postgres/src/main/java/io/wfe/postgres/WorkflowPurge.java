package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.support.Inputs;

/**
 * Deletes instances that have ended. They are locked first, by a statement of its own, so
 * that the deletion sees all pointers they have by then. Instances that are locked by
 * others are left for the next call.
 * <p>
 * A row of the application may hold an instance by a foreign key. A purge goes past it,
 * and the next one starts behind it, so that held instances are tried once on the way
 * through the store and not by each batch. When the end is reached, the next purge starts
 * from the beginning.
 */
final class WorkflowPurge {

	// Those with a complete time come first. Others count by their last write. Their
	// index is ordered by their creation, because an index of the last write would make
	// each persist write all indexes
	private static final String LOCK = """
			WITH dated AS MATERIALIZED (
				SELECT id, complete_time AS time
				FROM {workflows}
				WHERE status = ? AND complete_time < ? AND (complete_time, left(id, 64), id) > (?, left(?, 64), ?)
				ORDER BY complete_time, left(id, 64), id
				LIMIT ?
				FOR UPDATE SKIP LOCKED
			), undated AS MATERIALIZED (
				SELECT id, create_time AS time
				FROM {workflows}
				WHERE status = ? AND status IN ('Complete', 'Terminated') AND complete_time IS NULL
					AND coalesce(last_heartbeat_at, create_time) < ?
					AND (create_time, left(id, 64), id) > (?, left(?, 64), ?)
				ORDER BY create_time, left(id, 64), id
				LIMIT (SELECT ? - count(*) FROM dated)
				FOR UPDATE SKIP LOCKED
			)
			SELECT id, time, true AS dated FROM dated
			UNION ALL
			SELECT id, time, false FROM undated
			""";

	private static final String LOCK_ONE = """
			SELECT status IN ('Complete', 'Terminated')
			FROM {workflows}
			WHERE id = ?
			FOR UPDATE
			""";

	// A command that is locked is left to its handler, see WorkflowControl
	private static final String DELETE = """
			WITH ended AS MATERIALIZED (
				SELECT id FROM unnest(?::text[]) AS ended (id)
			), pointers AS (
				DELETE FROM {execution_pointers} p USING ended WHERE p.workflow_id = ended.id
			), subscriptions AS (
				DELETE FROM {event_subscriptions} s USING ended WHERE s.workflow_id = ended.id
			), errors AS (
				DELETE FROM {execution_errors} e USING ended
				WHERE hashtextextended(e.workflow_id, 0) = hashtextextended(ended.id, 0) AND e.workflow_id = ended.id
			), commands AS (
				DELETE FROM {scheduled_commands} WHERE id = ANY (ARRAY (
					SELECT c.id
					FROM ended JOIN {scheduled_commands} c ON c.command_name = 'ProcessWorkflow' AND c.data = ended.id
					FOR UPDATE OF c SKIP LOCKED
				))
			)
			DELETE FROM {workflows} w USING ended WHERE w.id = ended.id
			""";

	private static final String OPERATION = "purge workflow instances";

	/**
	 * How many held instances one call tries at least, so that a small limit gets past
	 * them.
	 */
	private static final int MIN_HELD = 100;

	private final Database database;

	private final Inputs inputs;

	private final HeldWorkflows held;

	private final String lock;

	private final String lockOne;

	private final String delete;

	/**
	 * Where to go on, for each status of which a purge has met held instances.
	 */
	private final Map<WorkflowStatus, Position> positions = new ConcurrentHashMap<>();

	WorkflowPurge(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.held = new HeldWorkflows(database, names);
		this.lock = names.resolve(LOCK);
		this.lockOne = names.resolve(LOCK_ONE);
		this.delete = names.resolve(DELETE);
	}

	int purge(WorkflowStatus status, Instant completedBefore, int limit) {
		if (status != WorkflowStatus.COMPLETE && status != WorkflowStatus.TERMINATED) {
			throw new InvalidValueException("Purge", null, "status",
					"must be COMPLETE or TERMINATED: others have not ended");
		}
		this.inputs.of("Purge").timestamp("completedBefore", completedBefore);
		Inputs.positive("Purge", "limit", limit);
		OffsetDateTime before = Objects.requireNonNull(Timestamps.toParameter(Timestamps.ceiling(completedBefore)));
		Position start = this.positions.getOrDefault(status, Position.START);
		Sweep sweep = sweep(status, before, limit, start.isBefore(before) ? start : Position.START);
		if (sweep.deleted == 0 && sweep.complete && !sweep.start.equals(Position.START)) {
			sweep = sweep(status, before, limit, Position.START);
		}
		if (sweep.complete || (sweep.held.isEmpty() && sweep.start.equals(Position.START))) {
			this.positions.remove(status);
		}
		else {
			this.positions.put(status, sweep.position);
		}
		this.held.report(sweep.held);
		return sweep.deleted;
	}

	/**
	 * Takes it that nothing is held, unless that was wrong before or the transaction
	 * would be lost.
	 */
	private Sweep sweep(WorkflowStatus status, OffsetDateTime before, int limit, Position start) {
		if (!this.held.isKnown()) {
			Sweep sweep = new Sweep(limit, start);
			try {
				return this.database.callInTransaction(OPERATION, (transaction) -> {
					sweep.begin(transaction.isNewTransaction());
					run(sweep, status, before);
					return sweep;
				});
			}
			catch (PersistenceException ex) {
				if (!sweep.plain || !HeldWorkflows.isHeld(ex)) {
					throw ex;
				}
				this.held.know();
			}
		}
		return this.database.callInTransaction(OPERATION, (transaction) -> {
			Sweep sweep = new Sweep(limit, start);
			run(sweep, status, before);
			return sweep;
		});
	}

	private void run(Sweep sweep, WorkflowStatus status, OffsetDateTime before) {
		HeldWorkflows.Deletion deletion = null;
		while (!sweep.complete && sweep.deleted < sweep.limit && sweep.held.size() < sweep.maxHeld()) {
			int wanted = sweep.limit - sweep.deleted;
			List<Target> targets = lock(sweep.position, status, before, wanted);
			if (!targets.isEmpty()) {
				if (sweep.plain) {
					sweep.deleted += delete(targets.stream().map(Target::id).toList());
				}
				else {
					deletion = (deletion != null) ? deletion : this.held.begin(this::delete);
					sweep.add(targets, deletion);
				}
			}
			sweep.complete = targets.size() < wanted && sweep.held.size() < sweep.maxHeld();
		}
		if (deletion != null) {
			deletion.end();
		}
	}

	private List<Target> lock(Position position, WorkflowStatus status, OffsetDateTime before, int limit) {
		return this.database.list("find the workflow instances to purge", null, this.lock,
				(parameters) -> parameters.text(status.storedName())
					.timestamp(before)
					.timestamp(position.completed())
					.text(position.completedId())
					.text(position.completedId())
					.integer(limit)
					.text(status.storedName())
					.timestamp(before)
					.timestamp(position.created())
					.text(position.createdId())
					.text(position.createdId())
					.integer(limit),
				(resultSet, row) -> Target.read(resultSet));
	}

	boolean purge(String id) {
		this.inputs.of("WorkflowInstance").optionalText("id", Objects.requireNonNull(id, "id"));
		return this.database.callInTransaction("purge workflow instance", (transaction) -> {
			List<Boolean> ended = this.database.list("lock workflow instance", id, this.lockOne,
					(parameters) -> parameters.text(id), (resultSet, row) -> resultSet.getBoolean(1));
			if (ended.isEmpty()) {
				throw new WorkflowNotFoundException(id);
			}
			return ended.get(0) && delete(List.of(id)) > 0;
		});
	}

	private int delete(List<String> ids) {
		return this.database.update(OPERATION, null, this.delete, (parameters) -> parameters.texts(ids, (id) -> id));
	}

	/**
	 * Returns how often an instance was left because it is held.
	 */
	long skipped() {
		return this.held.count();
	}

	/**
	 * An instance to delete.
	 */
	private record Target(String id, OffsetDateTime time, boolean dated) {

		static Target read(ResultSet resultSet) throws SQLException {
			OffsetDateTime time = Objects.requireNonNull(Timestamps.read(resultSet, resultSet.findColumn("time")));
			return new Target(resultSet.getString("id"), time, resultSet.getBoolean("dated"));
		}

	}

	/**
	 * How far the instances were gone through, in the order of the lock's statement.
	 */
	private record Position(OffsetDateTime completed, String completedId, OffsetDateTime created, String createdId) {

		static final Position START = new Position(OffsetDateTime.MIN, "", OffsetDateTime.MIN, "");

		Position after(Target target) {
			return target.dated() ? new Position(target.time(), target.id(), this.created, this.createdId)
					: new Position(this.completed, this.completedId, target.time(), target.id());
		}

		boolean isBefore(OffsetDateTime end) {
			return this.completed.isBefore(end);
		}

	}

	/**
	 * What one call has done so far.
	 */
	private static final class Sweep {

		private final int limit;

		private final Position start;

		private final List<String> held = new ArrayList<>();

		private Position position;

		private boolean plain;

		private boolean complete;

		private int deleted;

		Sweep(int limit, Position start) {
			this.limit = limit;
			this.start = start;
			this.position = start;
		}

		/**
		 * Starts from the beginning, since a transaction may be repeated.
		 */
		void begin(boolean plain) {
			this.held.clear();
			this.position = this.start;
			this.plain = plain;
			this.complete = false;
			this.deleted = 0;
		}

		int maxHeld() {
			return Math.max(this.limit, MIN_HELD);
		}

		void add(List<Target> targets, HeldWorkflows.Deletion deletion) {
			HeldWorkflows.Result result = deletion.delete(targets.stream().map(Target::id).toList(),
					maxHeld() - this.held.size());
			this.deleted += result.deleted();
			this.held.addAll(result.held());
			for (Target target : targets.subList(0, result.tried())) {
				this.position = this.position.after(target);
			}
		}

	}

}
