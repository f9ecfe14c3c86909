package io.wfe.core.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Status of an execution pointer.
 *
 * @since 0.1.0
 */
public enum PointerStatus {

	/**
	 * Not yet started.
	 */
	PENDING("Pending"),

	/**
	 * Started, and not ended yet.
	 */
	RUNNING("Running"),

	/**
	 * Ended with success.
	 */
	COMPLETE("Complete"),

	/**
	 * Not run, because its condition did not hold.
	 */
	SKIPPED("Skipped"),

	/**
	 * Waits for a time.
	 */
	SLEEPING("Sleeping"),

	/**
	 * Waits for an event.
	 */
	WAITING_FOR_EVENT("WaitingForEvent"),

	/**
	 * Ended with a failure.
	 */
	FAILED("Failed"),

	/**
	 * Its effects were undone.
	 */
	COMPENSATED("Compensated"),

	/**
	 * Ended from outside before it was complete.
	 */
	CANCELLED("Cancelled"),

	/**
	 * Waits for the pointer before it.
	 */
	PENDING_PREDECESSOR("PendingPredecessor");

	private static final Map<String, PointerStatus> BY_STORED_NAME = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(PointerStatus::storedName, Function.identity()));

	private final String storedName;

	PointerStatus(String storedName) {
		this.storedName = storedName;
	}

	/**
	 * Returns the name that stores use, which they share with other implementations of
	 * WFE.
	 * @return the stored name
	 */
	public String storedName() {
		return this.storedName;
	}

	/**
	 * Finds the value for a stored name.
	 * @param storedName the stored name, in its exact spelling
	 * @return the value, or empty if there is none of that name
	 */
	public static Optional<PointerStatus> fromStoredName(String storedName) {
		return Optional.ofNullable(BY_STORED_NAME.get(storedName));
	}

}
