package io.wfe.core.support;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same work again and again, on one daemon thread with a name, from a start to a
 * stop. Failed work does not end the loop: it is reported, and the next round comes as
 * usual.
 * <p>
 * May be used by any number of threads, and started again after a stop. All methods
 * return at once but {@link #stopNow(Duration)}.
 *
 * @since 0.1.0
 */
public final class BackgroundLoop {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundLoop.class);

	private static final int JITTER = 10;

	private final @Nullable Duration interval;

	private final String threadName;

	private final PacedWork work;

	private final Failures failures;

	private @Nullable Worker worker;

	private BackgroundLoop(@Nullable Duration interval, String threadName, PacedWork work, Failures failures) {
		this.interval = interval;
		this.threadName = Objects.requireNonNull(threadName, "threadName");
		this.work = work;
		this.failures = Objects.requireNonNull(failures, "failures");
	}

	/**
	 * Creates a loop that works at an interval. Nodes that start at the same time do not
	 * work at the same time: the first round comes after up to a tenth of the interval,
	 * and each pause is up to a tenth shorter or longer than the interval.
	 * @param interval the time between two rounds, longer than zero
	 * @param threadName the name of the thread
	 * @param work what to do in each round
	 * @param failures is told about work that fails
	 * @return a loop, not started yet
	 */
	public static BackgroundLoop every(Duration interval, String threadName, Work work, Failures failures) {
		if (interval.isNegative() || interval.isZero()) {
			throw new IllegalArgumentException("interval must be longer than zero");
		}
		return new BackgroundLoop(interval, threadName, paced(work), failures);
	}

	/**
	 * Creates a loop whose rounds say themselves when the next one is to be.
	 * @param interval the time after a round that has failed, longer than zero
	 * @param threadName the name of the thread
	 * @param work what to do in each round
	 * @param failures is told about work that fails
	 * @return a loop, not started yet
	 */
	public static BackgroundLoop paced(Duration interval, String threadName, PacedWork work, Failures failures) {
		if (interval.isNegative() || interval.isZero()) {
			throw new IllegalArgumentException("interval must be longer than zero");
		}
		return new BackgroundLoop(interval, threadName, Objects.requireNonNull(work, "work"), failures);
	}

	private static PacedWork paced(Work work) {
		Objects.requireNonNull(work, "work");
		return (stopping) -> {
			work.run(stopping);
			return null;
		};
	}

	/**
	 * Creates a loop that works only when {@link #wake()} is called.
	 * @param threadName the name of the thread
	 * @param work what to do in each round
	 * @param failures is told about work that fails
	 * @return a loop, not started yet
	 */
	public static BackgroundLoop onDemand(String threadName, Work work, Failures failures) {
		return new BackgroundLoop(null, threadName, paced(work), failures);
	}

	/**
	 * Starts the thread. Does nothing if the loop is running.
	 */
	public synchronized void start() {
		if (this.worker == null) {
			Worker next = new Worker();
			next.thread.start();
			this.worker = next;
		}
	}

	/**
	 * Tells whether the loop was started and not stopped since.
	 * @return whether the loop is running
	 */
	public synchronized boolean isRunning() {
		return this.worker != null;
	}

	/**
	 * Makes the next round begin now, or right after the current one. Does nothing if the
	 * loop is not running.
	 */
	public synchronized void wake() {
		if (this.worker != null) {
			this.worker.wake();
		}
	}

	/**
	 * Ends the loop after the current round.
	 * @param whenStopped is called when the thread no longer works, by that thread; or at
	 * once if the loop is not running
	 */
	public void stop(Runnable whenStopped) {
		end(whenStopped, false);
	}

	/**
	 * Ends the loop, and interrupts the current round.
	 * @param whenStopped is called when the thread no longer works, by that thread; or at
	 * once if the loop is not running
	 */
	public void stopNow(Runnable whenStopped) {
		end(whenStopped, true);
	}

	/**
	 * Ends the loop, interrupts the current round, and waits for its end. Work that stops
	 * its own loop does not wait for itself.
	 * @param timeout how long to wait at most
	 * @return whether the thread no longer works
	 */
	public boolean stopNow(Duration timeout) {
		CountDownLatch stopped = new CountDownLatch(1);
		Worker ending = end(stopped::countDown, true);
		if (ending != null && Thread.currentThread().equals(ending.thread)) {
			return false;
		}
		try {
			return stopped.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private @Nullable Worker end(Runnable whenStopped, boolean interrupt) {
		Worker ending;
		synchronized (this) {
			ending = this.worker;
			this.worker = null;
		}
		if (ending != null) {
			ending.end(whenStopped, interrupt);
		}
		else {
			whenStopped.run();
		}
		return ending;
	}

	/**
	 * What a loop does.
	 */
	@FunctionalInterface
	public interface Work {

		/**
		 * Does one round.
		 * @param stopping tells whether the loop was stopped meanwhile, so that a long
		 * round may end early
		 * @throws Exception if the round fails
		 */
		void run(BooleanSupplier stopping) throws Exception;

	}

	/**
	 * What a loop does whose rounds differ in how long to wait for the next one.
	 */
	@FunctionalInterface
	public interface PacedWork {

		/**
		 * Does one round.
		 * @param stopping tells whether the loop was stopped meanwhile, so that a long
		 * round may end early
		 * @return how long to wait for the next round at most, or {@code null} for the
		 * interval
		 * @throws Exception if the round fails
		 */
		@Nullable Duration run(BooleanSupplier stopping) throws Exception;

	}

	/**
	 * Is told about work that fails, by the thread of the loop. What it throws is logged.
	 */
	@FunctionalInterface
	public interface Failures {

		/**
		 * A round has failed.
		 * @param failure what the work has thrown
		 * @param first whether the round before did not fail. Always {@code false} once
		 * the loop is being stopped, since a stop makes work fail
		 */
		void failed(Throwable failure, boolean first);

		/**
		 * A round has succeeded, and the one before had failed.
		 */
		default void recovered() {
		}

	}

	/**
	 * The thread, from a start to a stop.
	 */
	private final class Worker implements Runnable {

		final Thread thread;

		private @Nullable Runnable whenStopped;

		private volatile boolean stopping;

		private boolean ended;

		private boolean woken;

		private boolean failing;

		/**
		 * The thread may live long, so it takes over nothing of the one that happens to
		 * start it but the class loader.
		 */
		Worker() {
			this.thread = new Thread(null, this, BackgroundLoop.this.threadName, 0, false);
			this.thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
			this.thread.setDaemon(true);
		}

		@Override
		public void run() {
			long pause = (BackgroundLoop.this.interval != null)
					? random(BackgroundLoop.this.interval.toNanos() / JITTER) : 0;
			try {
				while (pause(pause)) {
					Duration wanted = work();
					pause = (wanted != null) ? Math.max(0, wanted.toNanos()) : nextPause();
				}
			}
			finally {
				ended();
			}
		}

		private long nextPause() {
			if (BackgroundLoop.this.interval == null) {
				return 0;
			}
			long nanos = BackgroundLoop.this.interval.toNanos();
			return nanos - nanos / JITTER + random(2 * (nanos / JITTER));
		}

		private static long random(long bound) {
			return ThreadLocalRandom.current().nextLong(bound + 1);
		}

		private @Nullable Duration work() {
			Duration wanted;
			try {
				wanted = BackgroundLoop.this.work.run(() -> this.stopping);
			}
			catch (Throwable ex) {
				boolean first = !this.failing && !this.stopping;
				this.failing = true;
				tell(() -> BackgroundLoop.this.failures.failed(ex, first));
				return null;
			}
			if (this.failing) {
				this.failing = false;
				tell(BackgroundLoop.this.failures::recovered);
			}
			return wanted;
		}

		/**
		 * There is a next round, whatever the one who is told throws.
		 */
		private static void tell(Runnable news) {
			try {
				news.run();
			}
			catch (Throwable ex) {
				logger.error("The failure handler of the thread {} has failed itself", Thread.currentThread().getName(),
						ex);
			}
		}

		/**
		 * Returns whether there is to be another round. An interrupt that the work has
		 * left behind is no reason to end.
		 */
		private synchronized boolean pause(long nanos) {
			long deadline = System.nanoTime() + nanos;
			while (!this.stopping && !this.woken) {
				try {
					if (BackgroundLoop.this.interval == null) {
						wait();
					}
					else {
						long left = deadline - System.nanoTime();
						if (left <= 0) {
							break;
						}
						TimeUnit.NANOSECONDS.timedWait(this, left);
					}
				}
				catch (InterruptedException ex) {
					// The loop asks whether it was stopped
				}
			}
			this.woken = false;
			return !this.stopping;
		}

		synchronized void wake() {
			this.woken = true;
			notifyAll();
		}

		void end(Runnable whenStopped, boolean interrupt) {
			synchronized (this) {
				if (!this.ended) {
					this.stopping = true;
					this.whenStopped = whenStopped;
					notifyAll();
					if (interrupt) {
						this.thread.interrupt();
					}
					return;
				}
			}
			whenStopped.run();
		}

		private void ended() {
			Runnable callback;
			synchronized (this) {
				this.ended = true;
				callback = this.whenStopped;
			}
			if (callback != null) {
				callback.run();
			}
		}

	}

}
