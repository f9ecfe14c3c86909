package io.wfe.engine.autoconfigure;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.engine.PendingActivity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;

/**
 * One activity that is done by a method.
 */
final class ActivityRun {

	private static final Logger logger = LoggerFactory.getLogger(ActivityRun.class);

	private static final long FIRST_PAUSE = 100;

	private static final long LONGEST_PAUSE = 2000;

	private final ActivityMethod method;

	private final WatchedActivity activity;

	private @Nullable Thread thread;

	private boolean ended;

	private volatile boolean cancelled;

	private volatile boolean lost;

	ActivityRun(ActivityMethod method, PendingActivity activity) {
		this.method = method;
		this.activity = new WatchedActivity(activity);
	}

	void run(BeanFactory beanFactory) {
		if (!begin()) {
			giveBack();
			return;
		}
		Object result = null;
		Throwable failure = null;
		try {
			result = this.method.invoke(beanFactory, this.activity);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			failure = ex;
		}
		finally {
			end();
		}
		if (this.lost) {
			logger.warn("The activity '{}' was not renewed in time, so that another worker may do it. The result of {} "
					+ "is dropped", this.method.activity(), this.method);
		}
		else if (failure == null) {
			if (!this.activity.hasEnded()) {
				complete(result);
			}
		}
		else if (this.cancelled) {
			giveBack();
		}
		else {
			fail(failure);
		}
	}

	private synchronized boolean begin() {
		this.thread = Thread.currentThread();
		return !this.cancelled;
	}

	/**
	 * From now on the thread is not interrupted, and an interrupt that was meant for the
	 * method is over.
	 */
	private synchronized void end() {
		this.ended = true;
		Thread.interrupted();
	}

	/**
	 * Interrupts the method, whose activity is given back.
	 */
	synchronized void cancel() {
		this.cancelled = true;
		if (!this.ended && this.thread != null) {
			this.thread.interrupt();
		}
	}

	/**
	 * Renews the lease, until the result is stored. Interrupts the method if another
	 * worker has the activity.
	 */
	void renew() {
		if (this.activity.hasEnded() || this.activity.renew()) {
			return;
		}
		synchronized (this) {
			if (!this.ended && !this.activity.hasEnded()) {
				this.lost = true;
				cancel();
			}
		}
	}

	private void complete(@Nullable Object result) {
		try {
			store(() -> this.activity.complete(result));
		}
		catch (InvalidValueException ex) {
			fail(ex);
		}
	}

	private void fail(Throwable failure) {
		logger.debug("The activity '{}' has failed in {}", this.method.activity(), this.method, failure);
		store(() -> this.activity.fail(failure.toString()));
	}

	private void giveBack() {
		store(() -> {
			this.activity.release();
			return true;
		});
	}

	/**
	 * Stores what has become of the activity, and tries again while the store cannot be
	 * used: the lease is renewed meanwhile.
	 */
	private void store(BooleanSupplier end) {
		long pause = FIRST_PAUSE;
		while (true) {
			try {
				if (!end.getAsBoolean()) {
					logger
						.warn("The activity '{}' no longer belongs to {}. Its result is dropped, unless it was stored "
								+ "before a connection was lost", this.method.activity(), this.method);
				}
				return;
			}
			catch (PersistenceException ex) {
				if (this.cancelled) {
					logger.warn("What has become of the activity '{}' in {} could not be stored. Another worker does "
							+ "it when its lease has ended", this.method.activity(), this.method, ex);
					return;
				}
				logger.debug("What has become of the activity '{}' cannot be stored yet", this.method.activity(), ex);
			}
			try {
				TimeUnit.MILLISECONDS.sleep(pause);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			pause = Math.min(pause * 2, LONGEST_PAUSE);
		}
	}

}
