package io.wfe.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Measures contestants in turns, in short slices. Each round shuffles the order. Whatever
 * else the machine does slows all of them down alike.
 */
public final class Interleaved {

	private static final long SEED = 42;

	private Interleaved() {
	}

	/**
	 * Measures contestants.
	 * @param pace how long
	 * @param threads how many threads work at the same time. Each has its own task
	 * @param contestants who is measured
	 * @return what they took
	 * @throws Exception if a task fails
	 */
	public static Comparison measure(Pace pace, int threads, Contestant... contestants) throws Exception {
		List<Contestant> order = new ArrayList<>(List.of(contestants));
		Comparison comparison = new Comparison(threads, order, pace.rounds());
		List<Runner> runners = new ArrayList<>();
		for (Contestant contestant : order) {
			runners.add(new Runner(contestant, threads));
		}
		Random random = new Random(SEED);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			if (!pace.warmup().isZero()) {
				for (Runner runner : runners) {
					runner.slice(executor, pace.warmup().toNanos());
				}
			}
			for (int round = 0; round < pace.rounds(); round++) {
				Collections.shuffle(runners, random);
				for (Runner runner : runners) {
					long start = System.nanoTime();
					long[] nanos = runner.slice(executor, pace.slice().toNanos());
					comparison.add(runner.contestant, round, nanos, (System.nanoTime() - start) / 1e9);
				}
			}
			return comparison;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static final class Runner {

		private final Contestant contestant;

		private final List<Task> tasks;

		Runner(Contestant contestant, int threads) {
			this.contestant = contestant;
			this.tasks = IntStream.range(0, threads).mapToObj(contestant.tasks()).toList();
		}

		long[] slice(ExecutorService executor, long duration) throws Exception {
			List<Callable<long[]>> workers = this.tasks.stream()
				.<Callable<long[]>>map((task) -> () -> work(task, duration))
				.toList();
			List<long[]> results = new ArrayList<>();
			for (Future<long[]> worker : executor.invokeAll(workers)) {
				try {
					results.add(worker.get());
				}
				catch (ExecutionException ex) {
					throw new IllegalStateException("'" + this.contestant.name() + "' failed", ex.getCause());
				}
			}
			return results.stream().flatMapToLong(Arrays::stream).toArray();
		}

		private static long[] work(Task task, long duration) throws Exception {
			long[] nanos = new long[64];
			int count = 0;
			task.begin();
			long end = System.nanoTime() + duration;
			do {
				task.prepare();
				long start = System.nanoTime();
				task.run();
				long taken = System.nanoTime() - start;
				if (count == nanos.length) {
					nanos = Arrays.copyOf(nanos, 2 * count);
				}
				nanos[count++] = taken;
			}
			while (System.nanoTime() < end);
			return Arrays.copyOf(nanos, count);
		}

	}

}
