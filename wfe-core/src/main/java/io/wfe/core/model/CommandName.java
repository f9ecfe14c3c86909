package io.wfe.core.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a scheduled command asks for.
 *
 * @since 0.1.0
 */
public enum CommandName {

	/**
	 * Run the workflow instance whose id is the data of the command.
	 */
	PROCESS_WORKFLOW("ProcessWorkflow"),

	/**
	 * Process the event whose id is the data of the command.
	 */
	PROCESS_EVENT("ProcessEvent");

	private static final Map<String, CommandName> BY_STORED_NAME = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(CommandName::storedName, Function.identity()));

	private final String storedName;

	CommandName(String storedName) {
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
	public static Optional<CommandName> fromStoredName(String storedName) {
		return Optional.ofNullable(BY_STORED_NAME.get(storedName));
	}

}
