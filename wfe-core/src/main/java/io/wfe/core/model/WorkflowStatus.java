package io.wfe.core.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Status of a workflow instance.
 *
 * @since 0.1.0
 */
public enum WorkflowStatus {

	/**
	 * Runs when it is due. An instance that waits for an event is runnable, without a
	 * time.
	 */
	RUNNABLE("Runnable"),

	/**
	 * Stopped for now. You can resume it.
	 */
	SUSPENDED("Suspended"),

	/**
	 * Ended by itself. Final.
	 */
	COMPLETE("Complete"),

	/**
	 * Ended from outside, or by a failure. Final.
	 */
	TERMINATED("Terminated");

	private static final Map<String, WorkflowStatus> BY_STORED_NAME = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(WorkflowStatus::storedName, Function.identity()));

	private final String storedName;

	WorkflowStatus(String storedName) {
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
	public static Optional<WorkflowStatus> fromStoredName(String storedName) {
		return Optional.ofNullable(BY_STORED_NAME.get(storedName));
	}

}
