package io.wfe.postgres.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Runs the retention in the background, on a thread of its own, from when the application
 * is up to when it stops. Nodes that start at the same time do not run it at the same
 * time: the first run comes after up to a tenth of the interval, and the others are as
 * much early or late.
 */
final class WfeRetention implements SmartLifecycle {

	static final String THREAD_NAME = "wfe-retention";

	private static final int JITTER = 10;

	private final RetentionPurge purge;

	private final Duration interval;

	private @Nullable Worker worker;

	WfeRetention(RetentionPurge purge, Duration interval) {
		this.purge = purge;
		this.interval = interval;
	}

	/**
	 * Without anything to delete, there is no thread.
	 */
	@Override
	public boolean isAutoStartup() {
		return !this.purge.isEmpty();
	}

	@Override
	public synchronized void start() {
		if (this.worker == null) {
			this.worker = new Worker(this.purge, this.interval.toNanos());
			this.worker.begin();
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Calls back as soon as the current batch is done.
	 */
	@Override
	public synchronized void stop(Runnable callback) {
		Worker stopped = this.worker;
		this.worker = null;
		if (stopped != null) {
			stopped.end(callback);
		}
		else {
			callback.run();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.worker != null;
	}

	/**
	 * The thread, from a start to a stop.
	 */
	private static final class Worker extends ScheduledThreadPoolExecutor {

		private final RetentionPurge purge;

		private final long interval;

		private volatile @Nullable Runnable callback;

		Worker(RetentionPurge purge, long interval) {
			super(1, (task) -> {
				Thread thread = new Thread(task, THREAD_NAME);
				thread.setDaemon(true);
				return thread;
			}, new ThreadPoolExecutor.DiscardPolicy());
			setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
			this.purge = purge;
			this.interval = interval;
		}

		void begin() {
			runAfter(random(this.interval / JITTER));
		}

		void end(Runnable callback) {
			this.callback = callback;
			shutdown();
		}

		/**
		 * Runs never fail, so nobody needs to look at their results.
		 */
		@SuppressWarnings("FutureReturnValueIgnored")
		private void runAfter(long nanos) {
			schedule(() -> {
				this.purge.run(this::isShutdown);
				runAfter(this.interval - this.interval / JITTER + random(2 * (this.interval / JITTER)));
			}, nanos, TimeUnit.NANOSECONDS);
		}

		private static long random(long bound) {
			return ThreadLocalRandom.current().nextLong(bound + 1);
		}

		@Override
		protected void terminated() {
			super.terminated();
			Runnable stopped = this.callback;
			if (stopped != null) {
				stopped.run();
			}
		}

	}

}
