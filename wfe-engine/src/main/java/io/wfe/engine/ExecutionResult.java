package io.wfe.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a workflow continues after a step. Immutable. <pre>{@code
 * (step) -> this.printer.isReady() ? ExecutionResult.next() : ExecutionResult.sleep(Duration.ofMinutes(1))
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ExecutionResult {

	private static final ExecutionResult NEXT = new ExecutionResult(true, null, null, null, List.of(), null, null,
			null);

	private final boolean proceed;

	private final @Nullable Object outcome;

	private final @Nullable Object persistenceData;

	private final @Nullable Duration sleepFor;

	private final List<@Nullable Object> branchItems;

	private final @Nullable String eventName;

	private final @Nullable String eventKey;

	private final @Nullable Instant eventAsOf;

	private ExecutionResult(boolean proceed, @Nullable Object outcome, @Nullable Object persistenceData,
			@Nullable Duration sleepFor, List<@Nullable Object> branchItems, @Nullable String eventName,
			@Nullable String eventKey, @Nullable Instant eventAsOf) {
		this.proceed = proceed;
		this.outcome = outcome;
		this.persistenceData = persistenceData;
		this.sleepFor = sleepFor;
		this.branchItems = branchItems;
		this.eventName = eventName;
		this.eventKey = eventKey;
		this.eventAsOf = eventAsOf;
	}

	/**
	 * Ends the step. The next one runs.
	 * @return the result
	 */
	public static ExecutionResult next() {
		return NEXT;
	}

	/**
	 * Ends the step with a value that is stored with it.
	 * @param value the value
	 * @return the result
	 */
	public static ExecutionResult outcome(@Nullable Object value) {
		return new ExecutionResult(true, value, null, null, List.of(), null, null, null);
	}

	/**
	 * Runs the step again. The next run finds the value in
	 * {@link StepContext#persistenceData(Class)}. If nothing has changed since the last
	 * run, the engine waits a moment first.
	 * @param persistenceData what to keep for the next run
	 * @return the result
	 */
	public static ExecutionResult persist(@Nullable Object persistenceData) {
		return new ExecutionResult(false, null, persistenceData, null, List.of(), null, null, null);
	}

	/**
	 * Runs the step again after a time. No thread is blocked.
	 * @param duration how long
	 * @return the result
	 */
	public static ExecutionResult sleep(Duration duration) {
		return sleep(duration, null);
	}

	/**
	 * Runs the step again after a time. No thread is blocked.
	 * @param duration how long
	 * @param persistenceData what to keep for the next run
	 * @return the result
	 */
	public static ExecutionResult sleep(Duration duration, @Nullable Object persistenceData) {
		return new ExecutionResult(false, null, persistenceData, Objects.requireNonNull(duration, "duration"),
				List.of(), null, null, null);
	}

	/**
	 * Runs the branch of the step for each item, and then the step again. See
	 * {@link Sequence#then(String, StepBody, java.util.function.Consumer)}.
	 * @param items the items
	 * @return the result
	 */
	public static ExecutionResult branch(Collection<?> items) {
		return branch(items, null);
	}

	/**
	 * Runs the branch of the step for each item, and then the step again.
	 * @param items the items
	 * @param persistenceData what to keep for the next run
	 * @return the result
	 */
	public static ExecutionResult branch(Collection<?> items, @Nullable Object persistenceData) {
		return new ExecutionResult(false, null, persistenceData, null,
				Collections.unmodifiableList(new ArrayList<@Nullable Object>(items)), null, null, null);
	}

	/**
	 * Waits for an event and then runs the step again. That run finds the data of the
	 * event in {@link StepContext#eventData(Class)}.
	 * @param eventName the name of the event, not blank
	 * @param eventKey the key of the event, may be blank
	 * @param asOf the time from which events count. It may be in the past
	 * @return the result
	 */
	public static ExecutionResult waitForEvent(String eventName, String eventKey, Instant asOf) {
		if (eventName.isBlank()) {
			throw new IllegalArgumentException("The name of an event must not be blank");
		}
		return new ExecutionResult(false, null, null, null, List.of(), eventName,
				Objects.requireNonNull(eventKey, "eventKey"), Objects.requireNonNull(asOf, "asOf"));
	}

	/**
	 * Tells whether the step has ended.
	 * @return whether the next step runs
	 */
	public boolean isProceed() {
		return this.proceed;
	}

	/**
	 * Returns the value that is stored with the step.
	 * @return the value, or {@code null}
	 */
	public @Nullable Object outcome() {
		return this.outcome;
	}

	/**
	 * Returns the value for the next run of the step.
	 * @return the value, or {@code null}
	 */
	public @Nullable Object persistenceData() {
		return this.persistenceData;
	}

	/**
	 * Returns how long the step sleeps.
	 * @return the time, or {@code null} if it does not sleep
	 */
	public @Nullable Duration sleepFor() {
		return this.sleepFor;
	}

	/**
	 * Returns the items to run the branch for.
	 * @return the items, empty if it does not branch
	 */
	public List<@Nullable Object> branchItems() {
		return this.branchItems;
	}

	/**
	 * Returns the name of the event that the step waits for.
	 * @return the name, or {@code null} if it does not wait
	 */
	public @Nullable String eventName() {
		return this.eventName;
	}

	/**
	 * Returns the key of the event that the step waits for.
	 * @return the key, or {@code null} if it does not wait
	 */
	public @Nullable String eventKey() {
		return this.eventKey;
	}

	/**
	 * Returns from when on events count.
	 * @return the time, or {@code null} if the step does not wait
	 */
	public @Nullable Instant eventAsOf() {
		return this.eventAsOf;
	}

	/**
	 * Describes the kind of result without its values, which may be confidential.
	 */
	@Override
	public String toString() {
		if (this.proceed) {
			return "ExecutionResult[next]";
		}
		if (this.eventName != null) {
			return "ExecutionResult[wait for " + this.eventName + "]";
		}
		if (this.sleepFor != null) {
			return "ExecutionResult[sleep " + this.sleepFor + "]";
		}
		return this.branchItems.isEmpty() ? "ExecutionResult[persist]"
				: "ExecutionResult[branch " + this.branchItems.size() + "]";
	}

}
