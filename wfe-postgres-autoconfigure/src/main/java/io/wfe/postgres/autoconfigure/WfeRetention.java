package io.wfe.postgres.autoconfigure;

import java.time.Duration;

import io.wfe.core.support.BackgroundLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Runs the retention in the background, from when the application is up to when it stops.
 */
final class WfeRetention implements SmartLifecycle, BackgroundLoop.Failures {

	static final String THREAD_NAME = "wfe-retention";

	private static final Logger logger = LoggerFactory.getLogger(WfeRetention.class);

	private final RetentionPurge purge;

	private final BackgroundLoop loop;

	private final String store;

	private String lastProblem = "";

	WfeRetention(RetentionPurge purge, Duration interval, String store) {
		this.purge = purge;
		this.store = store;
		this.loop = BackgroundLoop.every(interval, THREAD_NAME, purge::run, this);
	}

	/**
	 * A failure of another kind is news too.
	 */
	@Override
	public void failed(Throwable failure, boolean first) {
		String problem = String.valueOf(failure.getMessage());
		if (first || (this.loop.isRunning() && !problem.equals(this.lastProblem))) {
			logger.warn(problem, failure.getCause());
		}
		else {
			logger.debug(problem, failure.getCause());
		}
		this.lastProblem = problem;
	}

	@Override
	public void recovered() {
		logger.info("The retention of the workflow store{} can delete again", StoreProviders.named(this.store));
	}

	/**
	 * Without anything to delete, there is no thread.
	 */
	@Override
	public boolean isAutoStartup() {
		return !this.purge.isEmpty();
	}

	@Override
	public void start() {
		this.loop.start();
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
	public void stop(Runnable callback) {
		this.loop.stop(callback);
	}

	@Override
	public boolean isRunning() {
		return this.loop.isRunning();
	}

}
