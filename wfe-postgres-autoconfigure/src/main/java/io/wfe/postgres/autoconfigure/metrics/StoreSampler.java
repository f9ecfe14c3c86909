package io.wfe.postgres.autoconfigure.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.wfe.core.WfeException;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Looks at the store in the background, on a thread of its own, from when the application
 * is up to when it stops. The first look comes after up to a tenth of the interval, so
 * that nodes which start at the same time do not look at the same time.
 */
final class StoreSampler implements SmartLifecycle {

	static final String THREAD_NAME = "wfe-metrics";

	private static final Logger logger = LoggerFactory.getLogger(StoreSampler.class);

	private static final int JITTER = 10;

	private final PostgresPersistenceProvider provider;

	private final StoreMeters meters;

	private final Clock clock;

	private final Duration interval;

	private @Nullable Worker worker;

	StoreSampler(PostgresPersistenceProvider provider, StoreMeters meters, Clock clock, Duration interval) {
		this.provider = provider;
		this.meters = meters;
		this.clock = clock;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		if (this.worker == null) {
			this.worker = new Worker();
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Calls back as soon as the thread no longer uses the store. It does not go on
	 * waiting for a connection.
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
	private final class Worker extends ScheduledThreadPoolExecutor {

		private boolean failing;

		private volatile @Nullable Runnable callback;

		/**
		 * Looks never fail, so nobody needs to look at their results.
		 */
		@SuppressWarnings("FutureReturnValueIgnored")
		Worker() {
			super(1, (task) -> {
				Thread thread = new Thread(task, THREAD_NAME);
				thread.setDaemon(true);
				return thread;
			});
			long nanos = StoreSampler.this.interval.toNanos();
			scheduleWithFixedDelay(this::sample, ThreadLocalRandom.current().nextLong(nanos / JITTER + 1), nanos,
					TimeUnit.NANOSECONDS);
		}

		void end(Runnable callback) {
			this.callback = callback;
			shutdownNow();
		}

		/**
		 * Never throws, or there would be no next time.
		 */
		private void sample() {
			StoreSampler sampler = StoreSampler.this;
			try {
				sampler.meters.show(sampler.provider.getBacklog(sampler.clock.instant()),
						sampler.provider.estimateSize());
				if (this.failing) {
					this.failing = false;
					logger.info("The metrics of the workflow store have values again");
				}
			}
			catch (RuntimeException | Error ex) {
				sampler.meters.showNothing();
				logger.debug("Could not read the metrics of the workflow store", ex);
				if (!this.failing && !isShutdown()) {
					this.failing = true;
					logger.warn("The metrics of the workflow store have no values until it can be read again: {}. See "
							+ "that the database answers, and that the user of the store may SELECT from its tables",
							(ex instanceof WfeException) ? ex.getMessage() : ex.getClass().getName());
				}
			}
		}

		@Override
		protected void terminated() {
			super.terminated();
			StoreSampler.this.meters.showNothing();
			Runnable stopped = this.callback;
			if (stopped != null) {
				stopped.run();
			}
		}

	}

}
