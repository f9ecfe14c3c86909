package io.wfe.core.memory;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;

/**
 * A stored command.
 *
 * @param number tells which of two commands was scheduled first
 * @param command the command
 */
record CommandRow(long number, ScheduledCommand command) {

	Key key() {
		return Key.of(this.command);
	}

	Place<Long> place() {
		return new Place<>(this.command.executeTime(), this.number);
	}

	/**
	 * There is one command for each name and data.
	 */
	record Key(CommandName commandName, String data) {

		static Key of(ScheduledCommand command) {
			return new Key(command.commandName(), command.data());
		}

	}

}
