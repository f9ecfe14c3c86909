package io.wfe.postgres;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Commands whose handlers note what they do.
 */
final class Commands {

	/**
	 * Creates the table of the notes.
	 */
	static final String TABLE = "CREATE TABLE notes (note text PRIMARY KEY)";

	private final PostgresPersistenceProvider provider;

	private final JdbcTemplate jdbc;

	private final Instant due;

	Commands(TestStore store, Instant due) {
		this.provider = store.provider();
		this.jdbc = store.jdbc();
		this.due = due;
	}

	void schedule(int commands) {
		for (int i = 0; i < commands; i++) {
			this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "c" + i, this.due));
		}
	}

	@Nullable Throwable process(Consumer<String> handler) {
		return process(1000, handler);
	}

	@Nullable Throwable process(int batchSize, Consumer<String> handler) {
		return catchThrowable(
				() -> this.provider.processCommands(this.due, batchSize, (command) -> handler.accept(command.data())));
	}

	void note(String note) {
		this.jdbc.update("INSERT INTO notes VALUES (?)", note);
	}

	List<String> notes() {
		return this.jdbc.queryForList("SELECT note FROM notes ORDER BY note", String.class);
	}

	List<String> remaining() {
		return this.jdbc.queryForList("SELECT data FROM wfc.scheduled_commands ORDER BY data", String.class);
	}

}
