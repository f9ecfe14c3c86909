package io.wfe.engine.autoconfigure;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.wfe.core.support.BackgroundLoop;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the host: at once, so that the application does not start if it fails; or in the
 * background, again and again until the database is there.
 */
final class HostStart {

	private static final Logger logger = LoggerFactory.getLogger(HostStart.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

	private final boolean lazy;

	private @Nullable BackgroundLoop attempts;

	HostStart(boolean lazy) {
		this.lazy = lazy;
	}

	synchronized void start(WorkflowHost host) {
		if (!this.lazy) {
			host.start();
			return;
		}
		Attempt attempt = new Attempt(host);
		BackgroundLoop loop = BackgroundLoop.paced(LONGEST_PAUSE, "wfe-start", attempt, attempt);
		attempt.whenStarted = () -> loop.stop(() -> {
		});
		this.attempts = loop;
		loop.start();
	}

	/**
	 * Gives up, and waits for the current attempt.
	 */
	synchronized void stop() {
		if (this.attempts != null) {
			this.attempts.stopNow(Duration.ofSeconds(5));
			this.attempts = null;
		}
	}

	/**
	 * Attempts to start.
	 */
	private static final class Attempt implements BackgroundLoop.PacedWork, BackgroundLoop.Failures {

		private final WorkflowHost host;

		private Runnable whenStarted = () -> {
		};

		private Duration pause = FIRST_PAUSE;

		private boolean waiting;

		Attempt(WorkflowHost host) {
			this.host = host;
		}

		@Override
		public Duration run(BooleanSupplier stopping) {
			try {
				this.host.start();
				this.whenStarted.run();
				return LONGEST_PAUSE;
			}
			catch (RuntimeException ex) {
				if (stopping.getAsBoolean()) {
					return LONGEST_PAUSE;
				}
				Duration result = this.pause;
				report(ex);
				Duration doubled = this.pause.multipliedBy(2);
				this.pause = (doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE;
				return result;
			}
		}

		/**
		 * Once, however often it is tried.
		 */
		private void report(RuntimeException failure) {
			if (this.waiting) {
				logger.debug("The workflow host cannot start yet", failure);
				return;
			}
			this.waiting = true;
			logger.warn("The workflow host cannot start yet. It is tried again until the store can be used", failure);
		}

		@Override
		public void failed(Throwable failure, boolean first) {
			logger.error("The workflow host cannot start", failure);
		}

	}

}
