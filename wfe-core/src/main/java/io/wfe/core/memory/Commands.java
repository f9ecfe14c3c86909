package io.wfe.core.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.support.Inputs;

/**
 * Schedules and handles commands.
 */
final class Commands {

	private static final Place<Long> START = new Place<>(Instant.MIN, Long.MIN_VALUE);

	private final Tables tables;

	private final Subscriptions subscriptions;

	private final Map<CommandRow.Key, Claim> claims = new HashMap<>();

	Commands(Tables tables, Subscriptions subscriptions) {
		this.tables = tables;
		this.subscriptions = subscriptions;
	}

	void schedule(ScheduledCommand command) {
		Inputs.standard().check(command);
		this.tables.run(() -> {
			CommandRow.Key key = CommandRow.Key.of(command);
			CommandRow stored = this.tables.commands.get(key);
			long number = (stored != null) ? stored.number() : this.tables.nextNumber();
			this.tables.commands.put(key, new CommandRow(number, command));
			Claim claim = this.claims.get(key);
			if (claim != null && !claim.thread.equals(Thread.currentThread())) {
				claim.scheduledElsewhere = true;
			}
		});
	}

	/**
	 * Deletes a command, unless another thread handles it. The caller has the lock.
	 */
	void removeUnlessHandled(CommandRow.Key key) {
		Claim claim = this.claims.get(key);
		if (claim == null || claim.thread.equals(Thread.currentThread())) {
			this.tables.commands.remove(key);
		}
	}

	/**
	 * Goes through the due commands once: a batch starts behind the last command of the
	 * batch before, so that commands whose handlers failed do not come again.
	 */
	void process(Instant asOf, int batchSize, Consumer<ScheduledCommand> handler) {
		Inputs.standard().of("Query").millis("asOf", asOf);
		Inputs.positive("Query", "batchSize", batchSize);
		HandlerFailures failures = new HandlerFailures();
		Place<Long> start = START;
		boolean more = true;
		while (more) {
			List<Claim> batch = claim(start, asOf, batchSize);
			try {
				batch.forEach((claim) -> handle(claim, handler, failures));
			}
			finally {
				this.tables.run(() -> batch.forEach((claim) -> this.claims.remove(claim.row.key())));
			}
			more = !batch.isEmpty() && !Thread.currentThread().isInterrupted();
			start = batch.isEmpty() ? start : batch.get(batch.size() - 1).row.place();
		}
		failures.throwFirst();
	}

	private List<Claim> claim(Place<Long> start, Instant asOf, int batchSize) {
		return this.tables.call(() -> {
			List<Claim> batch = this.tables.commandsByTime.behind(start)
				.takeWhile((row) -> !row.command().executeTime().isAfter(asOf))
				.filter((row) -> !this.claims.containsKey(row.key()))
				.limit(batchSize)
				.map(Claim::new)
				.toList();
			batch.forEach((claim) -> this.claims.put(claim.row.key(), claim));
			if (batch.isEmpty() && start.equals(START)) {
				this.subscriptions.clearExpiredTokens();
			}
			return batch;
		});
	}

	private void handle(Claim claim, Consumer<ScheduledCommand> handler, HandlerFailures failures) {
		try {
			this.tables.runUndoably(() -> {
				handler.accept(claim.row.command());
				this.tables.run(() -> deleteUnlessRescheduled(claim));
			});
		}
		catch (Throwable ex) {
			failures.add(ex);
		}
	}

	private void deleteUnlessRescheduled(Claim claim) {
		CommandRow stored = this.tables.commands.get(claim.row.key());
		if (!claim.scheduledElsewhere && claim.row.equals(stored)) {
			this.tables.commands.remove(claim.row.key());
		}
	}

	/**
	 * A command that a thread handles. It does not outlive the process, so it is no row.
	 */
	private static final class Claim {

		private final CommandRow row;

		private final Thread thread = Thread.currentThread();

		private boolean scheduledElsewhere;

		Claim(CommandRow row) {
			this.row = row;
		}

	}

}
