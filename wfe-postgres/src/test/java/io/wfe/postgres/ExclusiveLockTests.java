package io.wfe.postgres;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.persistence.PersistenceException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PostgresPersistenceProvider#callExclusively}. Each node has a pool of
 * one connection: nothing needs two at once.
 */
class ExclusiveLockTests {

	@RegisterExtension
	static final TestStore store = TestStore.builder().connections(1).open();

	private static final String NAME = "clean-up";

	private static final TestStore otherStore = store.otherNode().connections(1).open();

	private final JdbcTemplate jdbc = store.jdbc();

	private final JdbcTemplate otherJdbc = otherStore.jdbc();

	private final PostgresPersistenceProvider node = store.provider();

	private final PostgresPersistenceProvider otherNode = otherStore.provider();

	@BeforeAll
	static void createTable() {
		store.jdbc().execute("CREATE TABLE notes (note text PRIMARY KEY)");
	}

	@BeforeEach
	void empty() {
		this.jdbc.execute("TRUNCATE notes");
	}

	@AfterAll
	static void close() {
		otherStore.close();
	}

	@Test
	void returnsResultOfAction() {
		assertThat(this.node.callExclusively(NAME, () -> 3)).contains(3);
	}

	@Test
	void whenActionHasNoResultThenItsWorkIsKept() {
		Optional<String> result = this.node.callExclusively(NAME, () -> {
			this.jdbc.update("INSERT INTO notes VALUES ('kept')");
			return (String) null;
		});
		assertThat(result).isEmpty();
		assertThat(notes(this.otherJdbc)).isOne();
	}

	@Test
	void tellsWhetherAnActionWithoutResultWasRun() {
		boolean run = this.node.runExclusively(NAME, () -> {
			this.jdbc.update("INSERT INTO notes VALUES ('kept')");
			assertThat(this.otherNode.runExclusively(NAME, () -> {
				throw new AssertionError("Not while the other node runs it");
			})).isFalse();
		});
		assertThat(run).isTrue();
		assertThat(notes(this.otherJdbc)).isOne();
	}

	@Test
	void whenOtherNodeRunsActionThenItIsNotRun() {
		Optional<Optional<Integer>> result = this.node.callExclusively(NAME,
				() -> this.otherNode.callExclusively(NAME, () -> {
					throw new AssertionError("Not while the other node runs it");
				}));
		assertThat(result).contains(Optional.empty());
		assertThat(this.otherNode.callExclusively(NAME, () -> 3)).contains(3);
	}

	@Test
	void otherNamesSchemasAndPrefixesDoNotExclude() {
		PostgresPersistenceProvider otherSchema = PostgresPersistenceProvider.builder(otherStore.pool())
			.schema("other")
			.build();
		PostgresPersistenceProvider otherPrefix = PostgresPersistenceProvider.builder(otherStore.pool())
			.tablePrefix("other_")
			.build();
		this.node.callExclusively(NAME, () -> {
			assertThat(this.otherNode.callExclusively("other", () -> 1)).contains(1);
			assertThat(otherSchema.callExclusively(NAME, () -> 2)).contains(2);
			assertThat(otherPrefix.callExclusively(NAME, () -> 3)).contains(3);
			return 0;
		});
	}

	@Test
	void actionIsPartOfTransactionWithLock() {
		this.node.callExclusively(NAME, () -> {
			this.jdbc.update("INSERT INTO notes VALUES ('seen after the commit')");
			assertThat(notes(this.jdbc)).isOne();
			assertThat(notes(this.otherJdbc)).isZero();
			assertThat(locks(this.jdbc)).isOne();
			return 0;
		});
		assertThat(notes(this.otherJdbc)).isOne();
	}

	@Test
	void leavesNothingOnConnection() {
		int connection = backend(this.jdbc);
		this.node.callExclusively(NAME, () -> 0);
		assertThat(backend(this.jdbc)).isEqualTo(connection);
		assertThat(locks(this.jdbc)).isZero();
	}

	@Test
	void failureOfActionRollsBackAndFreesLock() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.node.callExclusively(NAME, () -> {
			this.jdbc.update("INSERT INTO notes VALUES ('not kept')");
			throw new IllegalStateException("not like this");
		})).withMessage("not like this");
		assertThat(notes(this.jdbc)).isZero();
		assertThat(this.otherNode.callExclusively(NAME, () -> 3)).contains(3);
	}

	@Test
	void joinsTransactionOfCallerAndExcludesOthersUntilItsEnd() {
		store.transaction().executeWithoutResult((status) -> {
			assertThat(this.node.callExclusively(NAME, () -> 1)).contains(1);
			assertThat(this.otherNode.callExclusively(NAME, () -> 2)).isEmpty();
		});
		assertThat(this.otherNode.callExclusively(NAME, () -> 3)).contains(3);
	}

	@Test
	void nodeThatDiesFreesLock() {
		assertThatExceptionOfType(PersistenceException.class).isThrownBy(() -> this.node.callExclusively(NAME, () -> {
			this.otherJdbc.queryForObject("SELECT pg_terminate_backend(?, 5000)", Boolean.class, backend(this.jdbc));
			return this.node.callExclusively(NAME, () -> 0);
		}));
		Awaitility.await().untilAsserted(() -> assertThat(this.otherNode.callExclusively(NAME, () -> 3)).contains(3));
	}

	@Test
	void actionIsRepeatedAfterSerializationFailure() {
		AtomicInteger runs = new AtomicInteger();
		Optional<Integer> result = this.node.callExclusively(NAME, () -> {
			this.jdbc.update("INSERT INTO notes VALUES ('once')");
			if (runs.incrementAndGet() == 1) {
				this.jdbc.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$");
			}
			return runs.get();
		});
		assertThat(result).contains(2);
		assertThat(notes(this.jdbc)).isOne();
	}

	private static int notes(JdbcTemplate jdbc) {
		return number(jdbc, "SELECT count(*) FROM notes");
	}

	private static int locks(JdbcTemplate jdbc) {
		return number(jdbc, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()");
	}

	private static int backend(JdbcTemplate jdbc) {
		return number(jdbc, "SELECT pg_backend_pid()");
	}

	private static int number(JdbcTemplate jdbc, String sql) {
		Integer result = jdbc.queryForObject(sql, Integer.class);
		return (result != null) ? result : -1;
	}

}
