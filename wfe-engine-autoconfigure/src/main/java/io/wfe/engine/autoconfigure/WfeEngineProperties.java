package io.wfe.engine.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.wfe.core.InvalidValueException;
import io.wfe.core.support.DurationRange;
import io.wfe.engine.ErrorBehavior;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the workflow engine.
 *
 * @param enabled Whether to configure the workflow engine.
 * @param execute Whether this application runs workflows. Otherwise it only starts and
 * controls them, and publishes events.
 * @param maxConcurrentWorkflows Number of workflows that run at a time. If not set, 256
 * on virtual threads, and else four times the number of processors.
 * @param maxPointers Number of pointers that a workflow may have: one for each time that
 * a step is begun. A workflow with more is suspended.
 * @param pollInterval Time between two looks for work that nobody has told of.
 * @param leaseDuration Time for which a host may be silent before others take its
 * workflows over.
 * @param stopTimeout Time to wait for steps that run when the application stops. They are
 * interrupted afterwards.
 * @param hostName Name of the host, for people to read. The name of the machine, if not
 * set.
 * @param wakeUp How hosts learn of work of others.
 * @param retry What happens to steps that fail, if neither they nor their workflow say.
 * @param stores Which workflows run on which store, by the name of the store.
 * @since 0.1.0
 */
@ConfigurationProperties("wfe.engine")
public record WfeEngineProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean execute,
		@Nullable Integer maxConcurrentWorkflows, @DefaultValue("500000") int maxPointers,
		@DefaultValue("1s") Duration pollInterval, @DefaultValue("6s") Duration leaseDuration,
		@DefaultValue("25s") Duration stopTimeout, @Nullable String hostName, @DefaultValue("poll") WakeUp wakeUp,
		@DefaultValue Retry retry, @DefaultValue Map<String, Store> stores) {

	private static final int MOST_WORKFLOWS = 100_000;

	private static final int FEWEST_POINTERS = 100;

	private static final int MOST_POINTERS = 10_000_000;

	private static final DurationRange POLL_INTERVALS = new DurationRange(Duration.ofMillis(10), Duration.ofHours(1));

	private static final DurationRange LEASES = new DurationRange(Duration.ofMillis(300), Duration.ofHours(1));

	private static final DurationRange STOP_TIMEOUTS = new DurationRange(Duration.ZERO, Duration.ofHours(1));

	/**
	 * Refuses values that make no sense.
	 */
	public WfeEngineProperties {
		if (maxConcurrentWorkflows != null && (maxConcurrentWorkflows < 1 || maxConcurrentWorkflows > MOST_WORKFLOWS)) {
			throw invalid("max-concurrent-workflows", "must be from 1 to " + MOST_WORKFLOWS);
		}
		if (maxPointers < FEWEST_POINTERS || maxPointers > MOST_POINTERS) {
			throw invalid("max-pointers", "must be from " + FEWEST_POINTERS + " to " + MOST_POINTERS);
		}
		POLL_INTERVALS.check("wfe.engine.poll-interval", pollInterval);
		LEASES.check("wfe.engine.lease-duration", leaseDuration);
		stores = Map.copyOf(stores);
		STOP_TIMEOUTS.check("wfe.engine.stop-timeout", stopTimeout);
		if (hostName != null && hostName.isBlank()) {
			throw invalid("host-name", "must not be blank");
		}
	}

	private static InvalidValueException invalid(String name, String problem) {
		return new InvalidValueException("Configuration", null, "wfe.engine." + name, problem);
	}

	/**
	 * A store of several.
	 *
	 * @param workflows Ids of the workflows that run on the store, in place of the
	 * default store. An asterisk stands for any letters.
	 */
	public record Store(@DefaultValue List<String> workflows) {

		/**
		 * Copies the ids.
		 */
		public Store {
			workflows = List.copyOf(workflows);
		}

	}

	/**
	 * How hosts learn of work of others.
	 */
	public enum WakeUp {

		/**
		 * They look for it.
		 */
		POLL,

		/**
		 * They also tell each other through the store, if it can.
		 */
		NOTIFY

	}

	/**
	 * How steps that fail are repeated.
	 *
	 * @param interval Time before the first retry.
	 * @param factor What that time is multiplied by with each further retry.
	 * @param maxInterval Longest time between two runs. As long as the interval, if not
	 * set.
	 * @param maxRetries Number of retries, after which the workflow is suspended. Zero
	 * for no limit.
	 */
	public record Retry(@DefaultValue("1m") Duration interval, @DefaultValue("1") double factor,
			@Nullable Duration maxInterval, @DefaultValue("3") int maxRetries) {

		private static final DurationRange INTERVALS = new DurationRange(Duration.ZERO, Duration.ofDays(365));

		private static final int LARGEST_FACTOR = 1000;

		/**
		 * Refuses values that make no sense.
		 */
		public Retry {
			INTERVALS.check("wfe.engine.retry.interval", interval);
			INTERVALS.check("wfe.engine.retry.max-interval", maxInterval);
			if (!(factor >= 1 && factor <= LARGEST_FACTOR)) {
				throw invalid("retry.factor", "must be from 1 to " + LARGEST_FACTOR);
			}
			if (maxInterval != null && maxInterval.compareTo(interval) < 0) {
				throw invalid("retry.max-interval", "must not be shorter than wfe.engine.retry.interval");
			}
			if (maxInterval == null && factor > 1) {
				throw invalid("retry.factor", "has no effect without wfe.engine.retry.max-interval: set that as well");
			}
			if (maxRetries < 0) {
				throw invalid("retry.max-retries", "must be 0 or more");
			}
		}

		ErrorBehavior toErrorBehavior() {
			return ErrorBehavior.retry(this.interval, this.factor,
					(this.maxInterval != null) ? this.maxInterval : this.interval, this.maxRetries);
		}

	}

}
