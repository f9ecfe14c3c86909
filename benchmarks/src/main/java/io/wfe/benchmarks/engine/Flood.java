package io.wfe.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Starts many workflows of three steps and waits until the end of each is recorded. The
 * number of those under way is bounded.
 */
final class Flood {

	static final int STARTERS = 4;

	static final int STEPS = 3;

	private static final AtomicLong NUMBERS = new AtomicLong();

	private static final long LONGEST_MINUTES = 10;

	private Flood() {
	}

	/**
	 * Runs workflows.
	 * @param engine the engine
	 * @param size how many, unless the engine does fewer
	 * @param starters how many threads start them
	 * @param inFlight how many are under way at most
	 */
	static Result run(Engine engine, int size, int starters, int inFlight, JdbcClient jdbc) throws Exception {
		int workflows = engine.turn(size, inFlight);
		Usage before = Usage.now(jdbc);
		long start = System.nanoTime();
		all(engine::startSteps, workflows, starters, inFlight);
		double seconds = (System.nanoTime() - start) / 1e9;
		return new Result(workflows, seconds, Usage.now(jdbc).minus(before));
	}

	/**
	 * Starts workflows and waits for all.
	 */
	static void all(Consumer<String> start, int workflows, int starters, int inFlight) throws Exception {
		Semaphore free = new Semaphore(inFlight);
		CountDownLatch left = new CountDownLatch(workflows);
		AtomicInteger next = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(starters);
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int starter = 0; starter < starters; starter++) {
				all.add(executor.submit(() -> {
					while (next.getAndIncrement() < workflows) {
						free.acquireUninterruptibly();
						start(start, free, left);
					}
				}));
			}
			for (Future<?> one : all) {
				one.get();
			}
			if (!left.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
				throw new IllegalStateException(left.getCount() + " workflows have not ended");
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void start(Consumer<String> start, Semaphore free, CountDownLatch left) {
		String key = key();
		Probes.expect(key, new Probes.Probe() {
			@Override
			public void done() {
				Probes.forget(key);
				left.countDown();
				free.release();
			}
		});
		start.accept(key);
	}

	/**
	 * Returns a key that no other workflow has.
	 */
	static String key() {
		return "w" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
	}

	/**
	 * What it took.
	 */
	record Result(int workflows, double seconds, Usage usage) {

		double stepsPerSecond() {
			return STEPS * this.workflows / this.seconds;
		}

		double walBytes() {
			return (double) this.usage.walBytes() / this.workflows;
		}

		double clientMillis() {
			return this.usage.clientMillis() / this.workflows;
		}

		double serverMillis() {
			return this.usage.serverMillis() / this.workflows;
		}

	}

}
