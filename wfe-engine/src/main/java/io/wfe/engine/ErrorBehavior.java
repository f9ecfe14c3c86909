package io.wfe.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What happens when a step fails. Immutable. <pre>{@code
 * workflow.call(ChargeCard.class)
 *     .onError(ErrorBehavior.retry(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 8)
 *         .notOn(CardDeclined.class, ErrorBehavior.compensate()));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ErrorBehavior {

	private final Kind kind;

	private final Duration interval;

	private final double factor;

	private final Duration longest;

	private final int maxRetries;

	private final List<Exemption> exceptions;

	private ErrorBehavior(Kind kind, Duration interval, double factor, Duration longest, int maxRetries,
			List<Exemption> exceptions) {
		this.kind = kind;
		this.interval = interval;
		this.factor = factor;
		this.longest = longest;
		this.maxRetries = maxRetries;
		this.exceptions = exceptions;
	}

	/**
	 * Runs the step again after a fixed time. After the last retry the instance is
	 * suspended, and the step can be run again with
	 * {@link WorkflowHost#retryFailedSteps(String)}.
	 * @param interval the time between two runs
	 * @param maxRetries how often to repeat, 0 for ever
	 * @return the behavior
	 */
	public static ErrorBehavior retry(Duration interval, int maxRetries) {
		return retry(interval, 1, interval, maxRetries);
	}

	/**
	 * Runs the step again after a time that grows. The time is shortened a little at
	 * random, so steps that failed together do not retry together. After the last retry
	 * the instance is suspended.
	 * @param first the time before the first retry
	 * @param factor what the time is multiplied by with each further retry, one or more
	 * @param longest the longest time between two runs
	 * @param maxRetries how often to repeat, 0 for ever
	 * @return the behavior
	 */
	public static ErrorBehavior retry(Duration first, double factor, Duration longest, int maxRetries) {
		if (first.isNegative() || longest.compareTo(first) < 0) {
			throw new IllegalArgumentException("The interval must not be negative, nor longer than the longest one");
		}
		if (!(factor >= 1) || Double.isInfinite(factor)) {
			throw new IllegalArgumentException("The factor must be a number of 1 or more");
		}
		if (maxRetries < 0) {
			throw new IllegalArgumentException("maxRetries must not be negative");
		}
		return new ErrorBehavior(Kind.RETRY, first, factor, longest, maxRetries, List.of());
	}

	/**
	 * Suspends the instance. When it is resumed, the step runs again.
	 * @return the behavior
	 */
	public static ErrorBehavior suspend() {
		return of(Kind.SUSPEND);
	}

	/**
	 * Terminates the instance.
	 * @return the behavior
	 */
	public static ErrorBehavior terminate() {
		return of(Kind.TERMINATE);
	}

	/**
	 * Runs the compensation of the step and of the blocks around it. If there is none,
	 * the instance is suspended.
	 * @return the behavior
	 */
	public static ErrorBehavior compensate() {
		return of(Kind.COMPENSATE);
	}

	private static ErrorBehavior of(Kind kind) {
		return new ErrorBehavior(kind, Duration.ZERO, 1, Duration.ZERO, 0, List.of());
	}

	/**
	 * Returns a behavior that makes an exception for a kind of failure. If several apply,
	 * the one that was added first counts.
	 * @param failure the type of the failure
	 * @param instead what happens on such a failure
	 * @return a new behavior
	 */
	public ErrorBehavior notOn(Class<? extends Throwable> failure, ErrorBehavior instead) {
		List<Exemption> all = new ArrayList<>(this.exceptions);
		all.add(new Exemption(Objects.requireNonNull(failure, "failure"), Objects.requireNonNull(instead, "instead")));
		return new ErrorBehavior(this.kind, this.interval, this.factor, this.longest, this.maxRetries,
				List.copyOf(all));
	}

	/**
	 * Returns what happens on a failure.
	 * @param failure the failure
	 * @return this behavior, or the one of an exception that applies
	 */
	public ErrorBehavior on(Throwable failure) {
		for (Exemption exception : this.exceptions) {
			if (exception.failure().isInstance(failure)) {
				return exception.instead().on(failure);
			}
		}
		return this;
	}

	/**
	 * Tells whether the step may be repeated after some failure.
	 * @return whether this or one of its exceptions is a retry
	 */
	public boolean mayRetry() {
		return this.kind == Kind.RETRY
				|| this.exceptions.stream().anyMatch((exception) -> exception.instead().mayRetry());
	}

	/**
	 * Returns the kind of behavior.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Returns the time before the first retry.
	 * @return the time, zero if this is no retry
	 */
	public Duration interval() {
		return this.interval;
	}

	/**
	 * Returns the factor by which the time grows with each retry.
	 * @return the factor, one or more
	 */
	public double factor() {
		return this.factor;
	}

	/**
	 * Returns the longest time between two runs.
	 * @return the time, zero if this is no retry
	 */
	public Duration longest() {
		return this.longest;
	}

	/**
	 * Returns how often the step is repeated.
	 * @return the number of retries, 0 for ever
	 */
	public int maxRetries() {
		return this.maxRetries;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ErrorBehavior that && this.kind == that.kind && this.interval.equals(that.interval)
				&& this.factor == that.factor && this.longest.equals(that.longest) && this.maxRetries == that.maxRetries
				&& this.exceptions.equals(that.exceptions);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.kind, this.interval, this.factor, this.longest, this.maxRetries, this.exceptions);
	}

	@Override
	public String toString() {
		String text = (this.kind != Kind.RETRY) ? this.kind.name()
				: "RETRY(" + this.interval + ", " + this.factor + ", " + this.longest + ", " + this.maxRetries + ")";
		return text + (this.exceptions.isEmpty() ? "" : this.exceptions);
	}

	/**
	 * The kinds of behavior.
	 */
	public enum Kind {

		/**
		 * The step runs again.
		 */
		RETRY,

		/**
		 * The instance is suspended.
		 */
		SUSPEND,

		/**
		 * The instance is terminated.
		 */
		TERMINATE,

		/**
		 * The compensations run.
		 */
		COMPENSATE

	}

	private record Exemption(Class<? extends Throwable> failure, ErrorBehavior instead) {

	}

}
