package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.UnreadableRowException;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.TransactionStatus;

/**
 * Schedules and handles commands.
 */
final class CommandStore {

	private static final String SCHEDULE = """
			INSERT INTO {scheduled_commands} (command_name, data, execute_time)
			VALUES (?, ?, ?)
			ON CONFLICT (command_name, data) DO UPDATE SET execute_time = EXCLUDED.execute_time
			""";

	// The parameters are hidden from the planner, see WorkflowStore
	private static final String CLAIM = """
			SELECT id, command_name, data, execute_time
			FROM {scheduled_commands}
			WHERE execute_time <= (SELECT ?::bigint) AND (execute_time, id) > (?, ?)
			ORDER BY execute_time, id
			LIMIT (SELECT ?::bigint)
			FOR UPDATE SKIP LOCKED
			""";

	// The arrays are hidden from the planner, see PointerSql
	private static final String DELETE_HANDLED = """
			DELETE FROM {scheduled_commands} c
			USING (SELECT unnest(a.id) AS id, unnest(a.execute_time) AS execute_time
				FROM (SELECT ?::int[] AS id, ?::bigint[] AS execute_time OFFSET 0) AS a) AS handled
			WHERE c.id = handled.id AND c.execute_time = handled.execute_time
			""";

	private final Database database;

	private final String table;

	private final String schedule;

	private final String claim;

	private final String deleteHandled;

	private volatile @Nullable Boolean savepoints;

	CommandStore(Database database, TableNames names) {
		this.database = database;
		this.table = names.displayed("scheduled_commands");
		this.schedule = names.resolve(SCHEDULE);
		this.claim = names.resolve(CLAIM);
		this.deleteHandled = names.resolve(DELETE_HANDLED);
	}

	void schedule(ScheduledCommand command) {
		Inputs.check(command);
		this.database.update("schedule command", command.data(), this.schedule,
				(parameters) -> parameters.text(command.commandName().storedName())
					.text(command.data())
					.millis(command.executeTime()));
	}

	/**
	 * Goes through the due commands once: a batch starts behind the last command of the
	 * batch before, so that commands whose handlers failed do not come again.
	 */
	void process(Instant asOf, int batchSize, Consumer<ScheduledCommand> handler) {
		Inputs.of("Query").millis("asOf", asOf);
		Inputs.positive("Query", "batchSize", batchSize);
		Failures failures = new Failures();
		Progress progress = new Progress();
		while (progress.more && !(progress.begun && Thread.currentThread().isInterrupted())) {
			progress.begun = true;
			progress.more = false;
			try {
				this.database.callInTransactionOnce("process commands", (status) -> {
					processBatch(status, asOf, progress, batchSize, handler, failures);
					return null;
				});
			}
			catch (RuntimeException ex) {
				// If commands were claimed, theirs is the failure, and it does not hold
				// up others
				failures.add(ex);
			}
		}
		failures.throwFirst();
	}

	private void processBatch(TransactionStatus status, Instant asOf, Progress progress, int batchSize,
			Consumer<ScheduledCommand> handler, Failures failures) {
		int limit = Boolean.FALSE.equals(this.savepoints) ? 1 : batchSize;
		Database.Binder next = (
				parameters) -> parameters.millis(asOf).bigint(progress.executeTime).integer(progress.id).integer(limit);
		List<Claim> claims = this.database.list("claim commands", null, this.claim, next,
				(resultSet, row) -> read(resultSet));
		if (claims.isEmpty()) {
			return;
		}
		// One command that has the transaction to itself needs no savepoint: its failure
		// takes the transaction with it. Without savepoints each has one to itself, if
		// possible, and the others are claimed again
		boolean keepsOthers = claims.size() > 1 || !status.isNewTransaction();
		boolean withSavepoint = keepsOthers && hasSavepoints(status);
		if (keepsOthers && !withSavepoint && status.isNewTransaction()) {
			claims = claims.subList(0, 1);
		}
		progress.claimed(claims);
		List<Claim> handled = new ArrayList<>(claims.size());
		try (HandlerSavepoints savepoints = withSavepoint ? this.database.handlerSavepoints(status) : null) {
			for (Claim claim : claims) {
				try {
					if (savepoints != null) {
						savepoints.run(() -> handler.accept(claim.command()));
					}
					else {
						handler.accept(claim.command());
					}
					handled.add(claim);
				}
				catch (RuntimeException | Error ex) {
					failures.add(ex);
					if (savepoints == null || status.isRollbackOnly()) {
						status.setRollbackOnly();
						progress.more = status.isNewTransaction();
						return;
					}
				}
			}
		}
		if (!handled.isEmpty()) {
			this.database.update("delete the handled commands", null, this.deleteHandled,
					(parameters) -> parameters.integers(handled, Claim::id).bigints(handled, Claim::executeTime));
		}
	}

	/**
	 * Tells whether the transaction manager has savepoints. JPA's has none unless it is
	 * told to, since they do not take back what an {@code EntityManager} has not flushed;
	 * JTA's has none.
	 */
	private boolean hasSavepoints(TransactionStatus status) {
		Boolean known = this.savepoints;
		if (known == null) {
			known = tryOutSavepoints(status);
			this.savepoints = known;
		}
		return known;
	}

	private static boolean tryOutSavepoints(TransactionStatus status) {
		try {
			status.releaseSavepoint(status.createSavepoint());
			return true;
		}
		catch (NestedTransactionNotSupportedException ex) {
			return false;
		}
	}

	private Claim read(ResultSet resultSet) throws SQLException {
		return new Claim(resultSet.getInt("id"), resultSet.getString("command_name"), resultSet.getString("data"),
				resultSet.getLong("execute_time"), this.table);
	}

	/**
	 * A claimed row, not yet known to make a command.
	 */
	private record Claim(int id, String name, String data, long executeTime, String table) {

		ScheduledCommand command() {
			CommandName commandName = CommandName.fromStoredName(this.name)
				.orElseThrow(() -> new UnreadableRowException(this.table, "command_name", String.valueOf(this.id),
						new IllegalArgumentException("a command that is not known")));
			return new ScheduledCommand(commandName, this.data, Instant.ofEpochMilli(this.executeTime));
		}

	}

	/**
	 * How far the due commands were gone through.
	 */
	private static final class Progress {

		private long executeTime = Long.MIN_VALUE;

		private int id = Integer.MIN_VALUE;

		private boolean begun;

		private boolean more = true;

		void claimed(List<Claim> claims) {
			this.more = true;
			for (Claim claim : claims) {
				if (claim.executeTime() > this.executeTime
						|| (claim.executeTime() == this.executeTime && claim.id() > this.id)) {
					this.executeTime = claim.executeTime();
					this.id = claim.id();
				}
			}
		}

	}

	/**
	 * The failures of the handlers: the first, with the others suppressed in it.
	 */
	private static final class Failures {

		private @Nullable Throwable first;

		void add(Throwable failure) {
			if (this.first == null) {
				this.first = failure;
			}
			else if (this.first != failure) {
				this.first.addSuppressed(failure);
			}
		}

		void throwFirst() {
			if (this.first instanceof Error error) {
				throw error;
			}
			if (this.first != null) {
				throw (RuntimeException) Objects.requireNonNull(this.first);
			}
		}

	}

}
