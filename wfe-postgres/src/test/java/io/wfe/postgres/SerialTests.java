package io.wfe.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The serials of the tables end at 2^31 - 1: a number is taken for a new row and for
 * nothing else, and larger numbers are read once the columns are widened.
 */
class SerialTests {

	private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

	private static final long LARGE = (1L << 31) + 7;

	private final TestStore store = TestStore.create();

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void commandThatExistsIsScheduledWithoutNumber() {
		schedule("a", 0);
		IntStream.rangeClosed(1, 20).forEach((second) -> schedule("a", second));
		this.store.transaction().executeWithoutResult((status) -> schedule("a", 21));
		assertThat(lastNumber("scheduled_commands")).isOne();
		schedule("b", 0);
		assertThat(ids("scheduled_commands")).containsExactly(1L, 2L);
		assertThat(handled()).containsExactly("b", "a");
		schedule("a", 0);
		assertThat(ids("scheduled_commands")).containsExactly(3L);
	}

	@Test
	void purgedErrorTakesNoNumber() {
		persistErrors(3);
		for (int i = 0; i < 5; i++) {
			assertThat(this.store.provider().purgeErrors(TIME.plusSeconds(2), 1)).isEqualTo((i < 2) ? 1 : 0);
		}
		assertThat(lastNumber("execution_errors")).isEqualTo(3);
		persistErrors(1);
		assertThat(ids("execution_errors")).containsExactly(3L, 4L);
	}

	@Test
	void numbersBeyondSerialAreReadOnceColumnsAreWidened() {
		for (String table : List.of("scheduled_commands", "execution_errors")) {
			this.store.jdbc().execute("ALTER TABLE wfc." + table + " ALTER COLUMN id TYPE bigint");
			this.store.jdbc().execute("ALTER SEQUENCE wfc." + table + "_id_seq AS bigint RESTART " + LARGE);
		}
		this.store.provider().validateStore();
		schedule("a", 0);
		schedule("b", 0);
		persistErrors(2);
		assertThat(ids("scheduled_commands")).containsExactly(LARGE, LARGE + 1);
		assertThat(ids("execution_errors")).containsExactly(LARGE, LARGE + 1);
		schedule("b", -1);
		assertThat(handled()).containsExactly("b", "a");
		assertThat(ids("scheduled_commands")).isEmpty();
		assertThat(this.store.provider().getErrors("w")).hasSize(2);
		assertThat(this.store.provider().getLatestErrors("w", 1)).extracting(ExecutionError::message)
			.containsExactly("error 1");
		assertThat(this.store.provider().purgeErrors(TIME.plusSeconds(10), 10)).isEqualTo(2);
	}

	private void schedule(String data, int second) {
		this.store.provider()
			.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, data, TIME.plusSeconds(second)));
	}

	private void persistErrors(int count) {
		this.store.provider()
			.persistErrors(IntStream.range(0, count)
				.mapToObj((index) -> new ExecutionError(TIME.plusSeconds(index), "w", "p", "error " + index))
				.toList());
	}

	private List<String> handled() {
		List<String> handled = new ArrayList<>();
		this.store.provider().processCommands(TIME.plusSeconds(60), 1, (command) -> handled.add(command.data()));
		return handled;
	}

	private long lastNumber(String table) {
		return Objects.requireNonNull(this.store.jdbc()
			.queryForObject("SELECT last_value FROM pg_sequences WHERE schemaname = 'wfc' AND sequencename = ?",
					Long.class, table + "_id_seq"));
	}

	private List<Long> ids(String table) {
		return this.store.jdbc().queryForList("SELECT id FROM wfc." + table + " ORDER BY id", Long.class);
	}

}
