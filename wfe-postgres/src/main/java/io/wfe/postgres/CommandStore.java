package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.UnreadableRowException;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionStatus;

/**
 * Schedules and handles commands.
 */
final class CommandStore {

	// An insert takes a number of the sequence even if the command is there already, and
	// the numbers would run out. A command that others schedule meanwhile is met by the
	// conflict
	private static final String SCHEDULE = """
			WITH moved AS (
				UPDATE {scheduled_commands} SET execute_time = ? WHERE command_name = ? AND data = ?
				RETURNING id
			)
			INSERT INTO {scheduled_commands} (command_name, data, execute_time)
			SELECT ?, ?, ?
			WHERE NOT EXISTS (SELECT FROM moved)
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
				FROM (SELECT ?::bigint[] AS id, ?::bigint[] AS execute_time OFFSET 0) AS a) AS handled
			WHERE c.id = handled.id AND c.execute_time = handled.execute_time
			""";

	private final Database database;

	private final Inputs inputs;

	private final ExpiredTokens expiredTokens;

	private final String table;

	private final String schedule;

	private final String claim;

	private final String deleteHandled;

	CommandStore(Database database, Inputs inputs, TableNames names, ExpiredTokens expiredTokens) {
		this.database = database;
		this.inputs = inputs;
		this.expiredTokens = expiredTokens;
		this.table = names.displayed("scheduled_commands");
		this.schedule = names.resolve(SCHEDULE);
		this.claim = names.resolve(CLAIM);
		this.deleteHandled = names.resolve(DELETE_HANDLED);
	}

	void schedule(ScheduledCommand command) {
		this.inputs.check(command);
		LongValues.named(this.inputs, (checks) -> checks.check(command),
				() -> this.database.update("schedule command", command.data(), this.schedule,
						(parameters) -> parameters.millis(command.executeTime())
							.text(command.commandName().storedName())
							.text(command.data())
							.text(command.commandName().storedName())
							.text(command.data())
							.millis(command.executeTime())));
	}

	/**
	 * Goes through the due commands once: a batch starts behind the last command of the
	 * batch before, so that commands whose handlers failed do not come again.
	 */
	void process(Instant asOf, int batchSize, Consumer<ScheduledCommand> handler) {
		this.inputs.of("Query").millis("asOf", asOf);
		Inputs.positive("Query", "batchSize", batchSize);
		HandlerFailures failures = new HandlerFailures();
		Progress progress = new Progress();
		while (progress.more && !(progress.begun && Thread.currentThread().isInterrupted())) {
			progress.begun = true;
			progress.more = false;
			try {
				this.database.callBackInTransaction("process commands", () -> !progress.more, (status) -> {
					processBatch(status, asOf, progress, batchSize, handler, failures);
					return true;
				});
			}
			catch (Exception ex) {
				// If commands were claimed, theirs is the failure, and it does not hold
				// up others
				failures.add(ex);
			}
		}
		failures.throwFirst();
	}

	/**
	 * Commands share a transaction if savepoints can keep them apart. Otherwise each has
	 * one to itself, if possible: its failure takes the transaction with it.
	 */
	private void processBatch(TransactionStatus status, Instant asOf, Progress progress, int batchSize,
			Consumer<ScheduledCommand> handler, HandlerFailures failures) {
		boolean shared = !status.isNewTransaction();
		boolean separable = this.database.callerTransaction().jdbcTransaction() != null;
		int limit = (shared || separable) ? batchSize : 1;
		List<Claim> claims = claim(asOf, progress, limit);
		if (claims.isEmpty()) {
			if (progress.isStart()) {
				this.expiredTokens.clear();
			}
			return;
		}
		progress.claimed(claims);
		boolean withSavepoints = separable && (shared || claims.size() > 1);
		List<Claim> handled = new ArrayList<>(claims.size());
		try (HandlerSavepoints savepoints = withSavepoints
				? HandlerSavepoints.of(status, this.database.callerTransaction()) : null) {
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
				catch (Throwable ex) {
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
					(parameters) -> parameters.bigints(handled, Claim::id).bigints(handled, Claim::executeTime));
		}
	}

	private List<Claim> claim(Instant asOf, Progress progress, int limit) {
		List<Claim> claims = this.database.list("claim commands", null, this.claim,
				(parameters) -> parameters.millis(asOf).bigint(progress.executeTime).bigint(progress.id).integer(limit),
				(resultSet, row) -> read(resultSet));
		claims.sort(Comparator.comparingLong(Claim::executeTime).thenComparingLong(Claim::id));
		return claims;
	}

	private Claim read(ResultSet resultSet) throws SQLException {
		return new Claim(resultSet.getLong("id"), resultSet.getString("command_name"), resultSet.getString("data"),
				resultSet.getLong("execute_time"), this.table);
	}

	/**
	 * A claimed row, not yet known to make a command.
	 */
	private record Claim(long id, String name, String data, long executeTime, String table) {

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

		private long id = Long.MIN_VALUE;

		private boolean begun;

		private boolean more = true;

		boolean isStart() {
			return this.executeTime == Long.MIN_VALUE;
		}

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

}
