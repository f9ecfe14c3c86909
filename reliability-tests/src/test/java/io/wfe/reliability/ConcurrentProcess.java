package io.wfe.reliability;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.wfe.postgres.JavaProcess;

/**
 * One of the processes of {@link ConcurrencyTests}. Arguments: the URL of the database,
 * its number, the number of threads, how many minutes its clock is fast. It runs the
 * {@link Scenario scenarios} that it is told to, on all its threads at once.
 */
final class ConcurrentProcess {

	private ConcurrentProcess() {
	}

	public static void main(String[] arguments) throws IOException {
		int threads = Integer.parseInt(arguments[2]);
		Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(Long.parseLong(arguments[3])));
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try (Store store = Store.open(arguments[0], threads)) {
			JavaProcess.print("READY");
			JavaProcess.readCommands((command) -> {
				String[] parts = command.split(" ", -1);
				Scenario scenario = Scenario.valueOf(parts[0]);
				JavaProcess.print(run(executor, threads, (thread) -> scenario.run(store, clock,
						"p" + arguments[1] + "t" + thread, Integer.parseInt(parts[1]))));
			});
		}
		executor.shutdownNow();
	}

	private static String run(ExecutorService executor, int threads, Task task) {
		CyclicBarrier start = new CyclicBarrier(threads);
		List<Future<Tally>> running = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			int thread = i;
			running.add(executor.submit(() -> {
				start.await();
				return task.run(thread);
			}));
		}
		Tally sum = new Tally(0, 0);
		try {
			for (Future<Tally> one : running) {
				sum = sum.plus(one.get());
			}
		}
		catch (Exception ex) {
			ex.printStackTrace();
			return "FAILED " + ex;
		}
		return "DONE " + sum.operations() + " " + sum.faults();
	}

	/**
	 * What one thread does.
	 */
	private interface Task {

		Tally run(int thread) throws Exception;

	}

	/**
	 * What threads have counted.
	 *
	 * @param operations what has succeeded
	 * @param faults what has failed as it should: conflicts, handlers, deadlocks
	 */
	record Tally(long operations, long faults) {

		Tally plus(Tally other) {
			return new Tally(this.operations + other.operations, this.faults + other.faults);
		}

	}

}
