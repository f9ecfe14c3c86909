package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs bodies that go on though they were interrupted. Nothing can end them, and each
 * keeps a place of the host.
 */
final class IgnoredInterrupts {

	private static final Logger logger = LoggerFactory.getLogger(IgnoredInterrupts.class);

	/** How long a body that was interrupted may take to end. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ScheduledExecutorService timer;

	IgnoredInterrupts(ScheduledExecutorService timer) {
		this.timer = timer;
	}

	/**
	 * The body of an instance was interrupted just now, if one runs.
	 * @param instance the instance
	 * @param why why it was, as the end of a sentence
	 */
	void interrupted(RunningInstance instance, String why) {
		RunningInstance.Body body = instance.body();
		if (body != null) {
			long since = System.nanoTime();
			var unused = this.timer.schedule(() -> look(instance, body, why, since), PATIENCE.toNanos(),
					TimeUnit.NANOSECONDS);
		}
	}

	private static void look(RunningInstance instance, RunningInstance.Body body, String why, long since) {
		if (instance.ignoresInterrupt(body, since)) {
			logger.warn(
					"Step '{}' of workflow instance '{}' still runs {} ms after it was interrupted, because {}. "
							+ "It keeps its place of the host until it ends",
					body.call().stepName(), instance.id(), millisSince(since), why, new ThreadStack(body.thread()));
		}
	}

	/**
	 * A body has ended.
	 * @param instance its instance
	 * @param body the body
	 * @param since when it was interrupted, if it was told of; else {@code null}
	 */
	void ended(RunningInstance instance, RunningInstance.Body body, @Nullable Long since) {
		if (since != null) {
			logger.info("Step '{}' of workflow instance '{}' has ended, {} ms after it was interrupted",
					body.call().stepName(), instance.id(), millisSince(since));
		}
	}

	private static long millisSince(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
	}

}
