package io.wfe.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Threads that start workflows: as many as are done, or so many in a second whatever is
 * done.
 */
final class Starts implements AutoCloseable {

	private static final int THREADS = 6;

	private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

	private final List<Thread> threads = new ArrayList<>();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final AtomicLong numbers = new AtomicLong();

	private final AtomicLong started = new AtomicLong();

	private volatile @Nullable Mode mode;

	private volatile boolean stopping;

	/**
	 * Creates threads that wait.
	 * @param start starts the workflow with a number
	 */
	Starts(LongConsumer start) {
		for (int thread = 0; thread < THREADS; thread++) {
			this.threads.add(new Thread(() -> run(start), "starts" + thread));
		}
		this.threads.forEach(Thread::start);
	}

	private void run(LongConsumer start) {
		while (!this.stopping) {
			Mode current = this.mode;
			if (current == null || !current.mayStart()) {
				LockSupport.parkNanos(PAUSE);
				continue;
			}
			try {
				start.accept(this.numbers.getAndIncrement());
				this.started.incrementAndGet();
			}
			catch (RuntimeException | Error ex) {
				this.failures.add(ex);
			}
		}
	}

	/**
	 * Starts as many as end, with so many under way.
	 */
	void keep(int underWay, LongSupplier ended) {
		this.mode = () -> this.numbers.get() - ended.getAsLong() < underWay;
	}

	/**
	 * Starts so many in a second.
	 */
	void pace(double perSecond) {
		long begin = System.nanoTime();
		AtomicLong given = new AtomicLong();
		this.mode = () -> {
			long next = given.get();
			return System.nanoTime() - begin >= next * TimeUnit.SECONDS.toNanos(1) / perSecond
					&& given.compareAndSet(next, next + 1);
		};
	}

	/**
	 * Starts nothing for a while.
	 */
	void pause() {
		this.mode = null;
	}

	/**
	 * Ends the threads, behind the starts that are under way.
	 */
	void end() throws InterruptedException {
		this.stopping = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/**
	 * Returns how many starts were acknowledged.
	 */
	long started() {
		return this.started.get();
	}

	Queue<Throwable> failures() {
		return this.failures;
	}

	@Override
	public void close() {
		this.stopping = true;
	}

	/**
	 * When to start.
	 */
	private interface Mode {

		boolean mayStart();

	}

}
