package io.wfe.core.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs a task on several threads at once.
 */
final class Threads {

	private static final long TIMEOUT_SECONDS = 60;

	private Threads() {
	}

	/**
	 * Runs a task on so many threads, which start together, and waits for all of them.
	 * The first failure fails the test.
	 */
	static <T> List<T> callAll(int threads, Task<T> task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier start = new CyclicBarrier(threads);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				int index = i;
				futures.add(executor.submit(() -> {
					start.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
					return task.call(index);
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(get(future));
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * Runs a task on another thread and waits for it.
	 */
	static <T> T callElsewhere(Task<T> task) {
		try {
			return callAll(1, task).get(0);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> T get(Future<T> future) throws Exception {
		try {
			return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("A thread failed: " + ex.getCause(), ex.getCause());
		}
	}

	/**
	 * What a thread does.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	interface Task<T> {

		T call(int index) throws Exception;

	}

}
