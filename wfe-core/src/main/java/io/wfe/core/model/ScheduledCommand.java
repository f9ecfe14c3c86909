package io.wfe.core.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Work that is due at a time. A store keeps one command for each name and data.
 * Immutable. The time is truncated to milliseconds.
 *
 * @param commandName what to do
 * @param data the subject, usually an id
 * @param executeTime when it is due, to the millisecond
 * @since 0.1.0
 */
public record ScheduledCommand(CommandName commandName, String data, Instant executeTime) {

	/**
	 * Truncates the time to milliseconds.
	 * @throws io.wfe.core.InvalidValueException if a component is {@code null}
	 */
	public ScheduledCommand {
		Values.required("ScheduledCommand", null, "commandName", commandName);
		Values.required("ScheduledCommand", null, "data", data);
		executeTime = Values.toMillis(Values.required("ScheduledCommand", null, "executeTime", executeTime));
	}

	/**
	 * Creates a command.
	 * @param commandName what to do
	 * @param data the subject, usually an id
	 * @param executeTime when it is due
	 * @return a new command
	 */
	public static ScheduledCommand create(CommandName commandName, String data, Instant executeTime) {
		return new ScheduledCommand(commandName, data, executeTime);
	}

	/**
	 * Returns a builder that starts with the values of this instance.
	 */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/**
	 * Returns a builder without values.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds {@link ScheduledCommand} instances. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable CommandName commandName;

		private @Nullable String data;

		private @Nullable Instant executeTime;

		private Builder() {
		}

		private Builder(ScheduledCommand source) {
			this.commandName = source.commandName;
			this.data = source.data;
			this.executeTime = source.executeTime;
		}

		/**
		 * Sets what to do.
		 */
		public Builder commandName(CommandName commandName) {
			this.commandName = commandName;
			return this;
		}

		/**
		 * Sets the subject, usually an id.
		 */
		public Builder data(String data) {
			this.data = data;
			return this;
		}

		/**
		 * Sets when it is due, to the millisecond.
		 */
		public Builder executeTime(Instant executeTime) {
			this.executeTime = executeTime;
			return this;
		}

		/**
		 * Builds the instance.
		 * @throws io.wfe.core.InvalidValueException if a required component is missing
		 */
		public ScheduledCommand build() {
			return new ScheduledCommand(Values.required("ScheduledCommand", null, "commandName", this.commandName),
					Values.required("ScheduledCommand", null, "data", this.data),
					Values.required("ScheduledCommand", null, "executeTime", this.executeTime));
		}

	}

}
