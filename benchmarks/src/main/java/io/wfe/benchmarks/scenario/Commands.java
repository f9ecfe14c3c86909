package io.wfe.benchmarks.scenario;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Statistics;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Workers that share a backlog of commands.
 */
final class Commands implements Scenario {

	private static final int BACKLOG = 20_000;

	private static final int ROUNDS = 3;

	private static final String SCHEDULE = """
			INSERT INTO %s.scheduled_commands (command_name, data, execute_time)
			SELECT 'ProcessWorkflow', n::text, n FROM generate_series(0, %d - 1) AS n
			""";

	@Override
	public String name() {
		return "commands";
	}

	@Override
	public String description() {
		return "workers with a handler that does nothing empty a backlog of commands";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		Reference reference = context.environment().reference(false);
		int backlog = Math.min(BACKLOG, store.workflows());
		Instant asOf = Instant.ofEpochMilli(backlog);
		int rounds = Math.min(context.pace().rounds(), ROUNDS);
		Contest theirs = new Contest("REF", reference.schema(), backlog, rounds,
				(handler) -> reference.processCommands(asOf, handler));
		Contest oneByOne = new Contest("REF with a delete for each", reference.schema(), backlog, rounds,
				(handler) -> reference.processCommandsOneByOne(asOf, handler));
		Contest tens = contest(store, asOf, 10, backlog, rounds);
		Contest hundreds = contest(store, asOf, 100, backlog, rounds);
		for (int round = 0; round < rounds; round++) {
			for (Contest contest : List.of(theirs, tens, oneByOne, hundreds)) {
				contest.run(context, round);
			}
		}
		report(context, theirs);
		report(context, oneByOne);
		report(context, tens);
		compare(context, tens, theirs, Goal.atLeast(10));
		compare(context, tens, oneByOne, null);
		report(context, hundreds);
		compare(context, hundreds, theirs, Goal.atLeast(30));
		compare(context, hundreds, oneByOne, null);
		context.report()
			.figure("handled more than once by the provider", (double) tens.duplicates + hundreds.duplicates,
					"commands", Goal.atMost(0));
	}

	private static Contest contest(Store store, Instant asOf, int batch, int backlog, int rounds) {
		return new Contest("batches of " + batch, store.schema(), backlog, rounds, (handler) -> store.provider()
			.processCommands(asOf, batch, (command) -> handler.accept(command.data())));
	}

	private static void report(Context context, Contest contest) {
		context.report()
			.figure(contest.name + ", " + context.threads() + " workers", Statistics.median(contest.perSecond),
					"commands/s", null);
		context.report()
			.figure(contest.name + ", each handled", 1 + contest.duplicates / (double) contest.handled, "times", null);
	}

	private static void compare(Context context, Contest contest, Contest other, @Nullable Goal goal) {
		double[] ratios = new double[contest.perSecond.length];
		Arrays.setAll(ratios, (round) -> contest.perSecond[round] / other.perSecond[round]);
		context.report().figure(contest.name, Statistics.median(ratios), "x " + other.name, goal);
	}

	@FunctionalInterface
	private interface Worker {

		void work(Consumer<String> handler) throws Exception;

	}

	private static final class Contest {

		private final String name;

		private final String schema;

		private final int backlog;

		private final Worker worker;

		private final double[] perSecond;

		private long duplicates;

		private long handled;

		Contest(String name, String schema, int backlog, int rounds, Worker worker) {
			this.name = name;
			this.schema = schema;
			this.backlog = backlog;
			this.worker = worker;
			this.perSecond = new double[rounds];
		}

		void run(Context context, int round) throws Exception {
			context.environment().jdbc().sql(SCHEDULE.formatted(this.schema, this.backlog)).update();
			AtomicIntegerArray handled = new AtomicIntegerArray(this.backlog);
			Callable<Boolean> work = () -> {
				this.worker.work((data) -> handled.incrementAndGet(Integer.parseInt(data)));
				return true;
			};
			ExecutorService executor = Executors.newFixedThreadPool(context.threads());
			try {
				List<Callable<Boolean>> workers = new ArrayList<>();
				for (int i = 0; i < context.threads(); i++) {
					workers.add(work);
				}
				long start = System.nanoTime();
				for (Future<Boolean> result : executor.invokeAll(workers)) {
					result.get();
				}
				this.perSecond[round] = this.backlog / ((System.nanoTime() - start) / 1e9);
			}
			finally {
				executor.shutdown();
			}
			for (int i = 0; i < this.backlog; i++) {
				if (handled.get(i) == 0) {
					throw new IllegalStateException("Command " + i + " was not handled");
				}
				this.duplicates += handled.get(i) - 1;
				this.handled++;
			}
		}

	}

}
