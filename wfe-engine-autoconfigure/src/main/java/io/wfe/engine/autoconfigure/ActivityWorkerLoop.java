package io.wfe.engine.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.wfe.core.persistence.StoreRegistry;
import io.wfe.core.support.BackgroundLoop;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.WorkflowHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;

/**
 * Takes the activities of one method: one thread looks for them, one renews their leases,
 * and each is done on a thread of its own.
 */
final class ActivityWorkerLoop {

	private static final Logger logger = LoggerFactory.getLogger(ActivityWorkerLoop.class);

	/**
	 * How long one look waits. Nothing depends on it but how often the loop goes round.
	 */
	private static final Duration WAIT = Duration.ofSeconds(10);

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private final ActivityMethod method;

	private final WorkflowHost host;

	private final BeanFactory beanFactory;

	private final Executor executor;

	private final String workerId;

	private final Semaphore places;

	private final Map<ActivityRun, Boolean> runs = new ConcurrentHashMap<>();

	private final BackgroundLoop polls;

	private final BackgroundLoop renewals;

	/**
	 * What the log calls it.
	 */
	private final String name;

	ActivityWorkerLoop(ActivityMethod method, String store, WorkflowHost host, BeanFactory beanFactory,
			Executor executor, String workerId) {
		this.method = method;
		this.name = store.equals(StoreRegistry.DEFAULT) ? method.toString() : method + " on the store '" + store + "'";
		this.host = host;
		this.beanFactory = beanFactory;
		this.executor = executor;
		this.workerId = workerId;
		this.places = new Semaphore(method.concurrency());
		this.polls = BackgroundLoop.paced(method.pollInterval(), "wfe-activity-" + method.activity(), this::poll,
				new Failures("look for activities"));
		this.renewals = BackgroundLoop.every(method.lease().dividedBy(3), "wfe-activity-lease-" + method.activity(),
				(stopping) -> renew(), new Failures("renew the leases of its activities"));
	}

	@Override
	public String toString() {
		return this.name + ", activity '" + this.method.activity() + "'";
	}

	void start() {
		this.renewals.start();
		this.polls.start();
	}

	private Duration poll(BooleanSupplier stopping) throws InterruptedException {
		if (!this.host.isRunning()) {
			return this.method.pollInterval();
		}
		this.places.acquire();
		boolean given = false;
		try {
			Optional<PendingActivity> activity = this.host.activities()
				.poll(this.method.activity(), this.workerId, WAIT, this.method.pollInterval(), this.method.lease());
			if (activity.isPresent()) {
				given = stopping.getAsBoolean() ? giveBack(activity.get()) : run(activity.get());
			}
			return Duration.ZERO;
		}
		finally {
			if (!given) {
				this.places.release();
			}
		}
	}

	private static boolean giveBack(PendingActivity activity) {
		Thread.interrupted();
		activity.release();
		return false;
	}

	private boolean run(PendingActivity activity) {
		ActivityRun run = new ActivityRun(this.method, activity);
		this.runs.put(run, true);
		boolean accepted = false;
		try {
			this.executor.execute(() -> {
				try {
					run.run(this.beanFactory);
				}
				finally {
					ended(run);
				}
			});
			accepted = true;
			return true;
		}
		finally {
			if (!accepted) {
				this.runs.remove(run);
				activity.release();
			}
		}
	}

	private void ended(ActivityRun run) {
		this.runs.remove(run);
		this.places.release();
	}

	private void renew() {
		this.runs.keySet().forEach(ActivityRun::renew);
	}

	/**
	 * Looks for no further activities.
	 */
	void stopPolling() {
		this.polls.stopNow(AFTER_INTERRUPT);
	}

	/**
	 * Waits until the methods that run have ended. Interrupts those that are still
	 * running at the deadline.
	 * @param deadline the time as of {@link System#nanoTime()}
	 */
	void awaitEnd(long deadline) {
		if (!awaitPlaces(deadline - System.nanoTime())) {
			logger.warn("{} activities '{}' were still running after the stop timeout. They are interrupted, and "
					+ "another worker does them", this.runs.size(), this.method.activity());
			this.runs.keySet().forEach(ActivityRun::cancel);
			awaitPlaces(AFTER_INTERRUPT.toNanos());
		}
		this.renewals.stopNow(AFTER_INTERRUPT);
	}

	private boolean awaitPlaces(long nanos) {
		try {
			if (!this.places.tryAcquire(this.method.concurrency(), nanos, TimeUnit.NANOSECONDS)) {
				return false;
			}
			this.places.release(this.method.concurrency());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Logs once when the store fails, and once when it works again.
	 */
	private final class Failures implements BackgroundLoop.Failures {

		private final String work;

		Failures(String work) {
			this.work = work;
		}

		@Override
		public void failed(Throwable failure, boolean first) {
			if (first) {
				logger.warn("The activity worker {} cannot {}. It is tried again", ActivityWorkerLoop.this.name,
						this.work, failure);
			}
			else {
				logger.debug("The activity worker {} cannot {}", ActivityWorkerLoop.this.name, this.work, failure);
			}
		}

		@Override
		public void recovered() {
			logger.info("The activity worker {} can {} again", ActivityWorkerLoop.this.name, this.work);
		}

	}

}
