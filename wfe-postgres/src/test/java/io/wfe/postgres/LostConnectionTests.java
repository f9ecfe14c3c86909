package io.wfe.postgres;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What the store says, and what it leaves, when a transaction fails at its end or loses
 * its connection.
 */
class LostConnectionTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	@RegisterExtension
	static final TestStore store = TestStore.builder().connections(2).open();

	private final JdbcTemplate jdbc = store.jdbc();

	private final PostgresPersistenceProvider provider = store.provider();

	private final Commands commands = new Commands(store, NOW);

	@BeforeAll
	static void createTable() {
		store.jdbc().execute(Commands.TABLE);
	}

	@BeforeEach
	void empty() {
		this.jdbc.execute("TRUNCATE notes");
	}

	@Test
	void whenTheConnectionIsLostInATransactionThenTheFailedRollbackDoesNotHideWhy() {
		assertThatExceptionOfType(PersistenceException.class)
			.isThrownBy(() -> this.provider.callExclusively("purge", () -> {
				Integer backend = this.jdbc.queryForObject("SELECT pg_backend_pid()", Integer.class);
				store.observer().queryForList("SELECT pg_terminate_backend(?, 10000)", backend);
				return this.provider.purgeEvents(NOW, 1);
			}))
			.withMessage("Could not purge events (SQLSTATE 57P01)")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).isNotEmpty());
	}

	@Test
	void anExceptionOfTheApplicationBeforeTheCommitIsThrownAsItIs() {
		this.commands.schedule(1);
		for (RuntimeException exception : List.of(new IllegalStateException("beforeCommit"),
				new OptimisticLockingFailureException("stale"))) {
			assertThat(this.commands.process((command) -> throwBeforeCommit(exception))).isSameAs(exception);
			assertThat(catchThrowable(() -> this.provider.callExclusively("name", () -> {
				throwBeforeCommit(exception);
				return 1;
			}))).isSameAs(exception);
		}
		assertThat(this.commands.remaining()).containsExactly("c0");
	}

	@Test
	void aConnectionThatIsLostInTheCommitIsToldAsOne() {
		assertThat(catchThrowable(() -> this.provider.callExclusively("name", () -> {
			this.commands.note("lost");
			terminateOtherBackend();
			return 1;
		}))).isInstanceOf(PersistenceException.class)
			.hasRootCauseInstanceOf(SQLException.class)
			.cause()
			.hasMessageContaining("lost during the commit, which may have taken effect");
		assertThat(this.commands.notes()).isEmpty();
	}

	private static void throwBeforeCommit(RuntimeException exception) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				throw exception;
			}

		});
	}

	@Test
	void whenTheConnectionIsLostBeforeAHandlerUsesItThenItsStatementFailsAndNoCommandIsLost() {
		this.commands.schedule(3);
		List<String> handled = new ArrayList<>();
		List<Throwable> seen = new ArrayList<>();
		@Nullable Throwable failure = this.commands.process((command) -> {
			if (command.equals("c0")) {
				terminateOtherBackend();
			}
			if (command.equals("c1")) {
				seen.add(catchThrowable(() -> this.commands.note(command)));
			}
			handled.add(command);
		});
		assertThat(seen).singleElement().isInstanceOf(DataAccessException.class);
		assertThat(failure).isInstanceOf(PersistenceException.class)
			.hasMessageStartingWith("Could not process commands");
		assertThat(handled).containsExactly("c0", "c1");
		assertThat(this.commands.remaining()).containsExactly("c0", "c1", "c2");
		assertThat(this.commands.notes()).isEmpty();
	}

	@Test
	void whenTheConnectionIsLostWithAFailingHandlerThenTheOthersOfItsBatchAreNotStarted() {
		this.commands.schedule(3);
		List<String> handled = new ArrayList<>();
		@Nullable Throwable failure = this.commands.process((command) -> {
			handled.add(command);
			this.commands.note(command);
			terminateOtherBackend();
			throw new IllegalStateException(command);
		});
		assertThat(failure).isInstanceOf(IllegalStateException.class)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).isNotEmpty()
				.allSatisfy((suppressed) -> assertThat(suppressed).isInstanceOf(PersistenceException.class)));
		assertThat(handled).containsExactly("c0");
		assertThat(this.commands.remaining()).containsExactly("c0", "c1", "c2");
		assertThat(this.commands.notes()).isEmpty();
	}

	/**
	 * Ends the connection of the handlers' transaction from another one.
	 */
	private void terminateOtherBackend() {
		store.observer().queryForList("""
				SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
				""");
	}

}
