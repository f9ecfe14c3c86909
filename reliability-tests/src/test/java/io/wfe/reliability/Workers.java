package io.wfe.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.wfe.core.persistence.PersistenceException;

import org.springframework.dao.DataAccessException;

/**
 * Threads that put load on a store, and go on after failures.
 */
final class Workers implements AutoCloseable {

	private final List<Thread> threads = new ArrayList<>();

	private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

	private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();

	private final AtomicLong longestNanos = new AtomicLong();

	private final AtomicLong successes = new AtomicLong();

	private volatile boolean stopping;

	static Workers start(Store store, int threads, Journal journal) {
		Workers workers = new Workers();
		for (int i = 0; i < threads; i++) {
			Load load = new Load(store, "worker" + i, journal, new Random());
			workers.threads.add(new Thread(() -> workers.run(load), "worker" + i));
		}
		workers.threads.forEach(Thread::start);
		return workers;
	}

	private void run(Load load) {
		while (!this.stopping) {
			long start = System.nanoTime();
			try {
				load.step();
				this.successes.incrementAndGet();
			}
			catch (Load.HandlerFailure ex) {
				// On purpose, though a fault may be suppressed in it
				this.successes.incrementAndGet();
			}
			catch (PersistenceException | DataAccessException ex) {
				// The latter from what the handler itself has done
				this.failures.add(ex);
			}
			catch (RuntimeException | Error ex) {
				this.unexpected.add(ex);
			}
			this.longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
		}
	}

	/**
	 * Returns how many operations have succeeded so far.
	 */
	long successes() {
		return this.successes.get();
	}

	Queue<RuntimeException> failures() {
		return this.failures;
	}

	Queue<Throwable> unexpected() {
		return this.unexpected;
	}

	long longestMillis() {
		return this.longestNanos.get() / 1_000_000;
	}

	void stop() throws InterruptedException {
		this.stopping = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	@Override
	public void close() {
		this.stopping = true;
	}

}
