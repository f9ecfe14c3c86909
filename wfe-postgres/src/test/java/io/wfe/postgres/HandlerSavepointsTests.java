package io.wfe.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link HandlerSavepoints}.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandlerSavepointsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final HikariDataSource dataSource;

	private final StatementCounter counter;

	private final JdbcTemplate jdbc;

	private final JdbcTransactionManager transactionManager;

	private final PostgresPersistenceProvider provider;

	HandlerSavepointsTests(TestDatabase database) {
		this.dataSource = PostgresUrl.parse(database.uri()).createDataSource();
		this.dataSource.setMaximumPoolSize(2);
		this.counter = new StatementCounter(this.dataSource);
		this.jdbc = new JdbcTemplate(this.counter);
		this.transactionManager = new JdbcTransactionManager(this.counter);
		this.provider = PostgresPersistenceProvider.builder(this.counter)
			.transactionManager(this.transactionManager)
			.build();
	}

	@BeforeAll
	void createStore() {
		this.provider.ensureStoreExists();
		this.jdbc.execute("CREATE TABLE notes (note text PRIMARY KEY)");
	}

	@BeforeEach
	void empty() {
		this.provider.truncateAll();
		this.jdbc.execute("TRUNCATE notes");
	}

	@AfterAll
	void close() {
		this.dataSource.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 100 })
	void whenNoHandlerUsesTheTransactionThenABatchCostsTheSameHoweverLargeItIs(int commands) {
		schedule(commands);
		this.provider.processCommands(NOW, 1000, (command) -> {
		}); // finds out whether there are savepoints
		schedule(commands);
		this.counter.take();
		List<String> handled = new ArrayList<>();
		this.provider.processCommands(NOW, 1000, (command) -> handled.add(command.data()));
		assertThat(handled).hasSize(commands);
		assertThat(this.counter.take()).as("claim, delete, commit; and a look for more").isEqualTo(5);
		assertThat(remaining()).isEmpty();
	}

	@Test
	void whenAHandlerWithoutWritesFailsThenOnlyItsCommandStays() {
		schedule(4);
		process((command) -> {
			if (command.equals("c2")) {
				throw new IllegalStateException(command);
			}
		});
		assertThat(remaining()).containsExactly("c2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "c0", "c1", "c2", "c3" })
	void whateverHandlerFailsAfterAWriteItAloneIsTakenBack(String failing) {
		schedule(4);
		process((command) -> {
			if (!command.equals("c1")) {
				note(command);
			}
			if (command.equals(failing)) {
				throw new IllegalStateException(command);
			}
		});
		assertThat(remaining()).containsExactly(failing);
		List<String> written = new ArrayList<>(List.of("c0", "c2", "c3"));
		written.remove(failing);
		assertThat(notes()).containsExactlyElementsOf(written);
	}

	@Test
	void whenAHandlerSwallowsAFailedStatementThenItsCommandStays() {
		schedule(3);
		@Nullable Throwable failure = process((command) -> {
			note(command);
			if (command.equals("c1")) {
				assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> note(command));
			}
		});
		assertThat(failure).isNotNull();
		assertThat(remaining()).containsExactly("c1");
		assertThat(notes()).containsExactly("c0", "c2");
	}

	@Test
	void whenAStatementIsKeptFromOneHandlerToTheNextThenItsWritesAreTakenBackToo() {
		schedule(4);
		List<PreparedStatement> kept = new ArrayList<>();
		process((command) -> {
			try {
				if (kept.isEmpty()) {
					kept.add(DataSourceUtils.getConnection(this.counter)
						.prepareStatement("INSERT INTO notes VALUES (?)"));
				}
				kept.get(0).setString(1, command);
				kept.get(0).executeUpdate();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			if (command.equals("c2")) {
				throw new IllegalStateException(command);
			}
		});
		assertThat(remaining()).containsExactly("c2");
		assertThat(notes()).containsExactly("c0", "c1", "c3");
	}

	@ParameterizedTest
	@ValueSource(ints = { TransactionDefinition.PROPAGATION_REQUIRED, TransactionDefinition.PROPAGATION_NESTED,
			TransactionDefinition.PROPAGATION_MANDATORY })
	void aTransactionOfAHandlerIsPartOfThatOfItsCommand(int propagation) {
		schedule(4);
		TransactionTemplate transaction = new TransactionTemplate(this.transactionManager);
		transaction.setPropagationBehavior(propagation);
		process((command) -> transaction.executeWithoutResult((status) -> {
			assertThat(status.isNewTransaction()).isFalse();
			note(command);
			if (command.equals("c1")) {
				throw new IllegalStateException(command);
			}
		}));
		assertThat(remaining()).containsExactly("c1");
		assertThat(notes()).containsExactly("c0", "c2", "c3");
	}

	@Test
	void aNewTransactionOfAHandlerIsItsOwn() {
		schedule(3);
		TransactionTemplate transaction = new TransactionTemplate(this.transactionManager);
		transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		process((command) -> {
			transaction.executeWithoutResult((status) -> note(command));
			if (command.equals("c1")) {
				throw new IllegalStateException(command);
			}
		});
		assertThat(remaining()).containsExactly("c1");
		assertThat(notes()).containsExactly("c0", "c1", "c2");
	}

	@Test
	void whatTheTransactionOfTheCallerHoldsIsLeftToIt() {
		schedule(3);
		new TransactionTemplate(this.transactionManager).executeWithoutResult((status) -> {
			note("before");
			process((command) -> {
				note(command);
				if (command.equals("c1")) {
					throw new IllegalStateException(command);
				}
			});
			note("after");
		});
		assertThat(remaining()).containsExactly("c1");
		assertThat(notes()).containsExactly("after", "before", "c0", "c2");
	}

	@Test
	void theTimeoutOfTheTransactionIsThatOfTheHandlers() {
		TransactionTemplate transaction = new TransactionTemplate(this.transactionManager);
		transaction.setTimeout((int) Duration.ofMinutes(5).toSeconds());
		PostgresPersistenceProvider limited = PostgresPersistenceProvider.builder(this.counter)
			.transactionOperations(transaction)
			.build();
		schedule(2);
		List<Integer> timeouts = new ArrayList<>();
		limited.processCommands(NOW, 10, (command) -> timeouts
			.add(this.jdbc.execute("SELECT 1", (PreparedStatement statement) -> statement.getQueryTimeout())));
		assertThat(timeouts).hasSize(2).allSatisfy((seconds) -> assertThat(seconds).isBetween(200, 300));
	}

	@Test
	void whenTheConnectionIsLostBeforeAHandlerUsesItThenItsStatementFailsAndNoCommandIsLost() {
		schedule(3);
		List<String> handled = new ArrayList<>();
		List<Throwable> seen = new ArrayList<>();
		@Nullable Throwable failure = process((command) -> {
			if (command.equals("c0")) {
				terminateOtherBackend();
			}
			if (command.equals("c1")) {
				seen.add(catchThrowable(() -> note(command)));
			}
			handled.add(command);
		});
		assertThat(seen).singleElement().isInstanceOf(DataAccessException.class);
		assertThat(failure).isInstanceOf(PersistenceException.class)
			.hasMessageStartingWith("Could not process commands");
		assertThat(handled).containsExactly("c0", "c1");
		assertThat(remaining()).containsExactly("c0", "c1", "c2");
		assertThat(notes()).isEmpty();
	}

	@Test
	void whenTheConnectionIsLostWithAFailingHandlerThenTheOthersOfItsBatchAreNotStarted() {
		schedule(3);
		List<String> handled = new ArrayList<>();
		@Nullable Throwable failure = process((command) -> {
			handled.add(command);
			note(command);
			terminateOtherBackend();
			throw new IllegalStateException(command);
		});
		assertThat(failure).isInstanceOf(IllegalStateException.class)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).isNotEmpty()
				.allSatisfy((suppressed) -> assertThat(suppressed).isInstanceOf(PersistenceException.class)));
		assertThat(handled).containsExactly("c0");
		assertThat(remaining()).containsExactly("c0", "c1", "c2");
		assertThat(notes()).isEmpty();
	}

	/**
	 * Ends the connection of the handlers' transaction from another one.
	 */
	private void terminateOtherBackend() {
		new JdbcTemplate(this.dataSource).queryForList("""
				SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
				""");
	}

	private void schedule(int commands) {
		for (int i = 0; i < commands; i++) {
			this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "c" + i, NOW));
		}
	}

	private @Nullable Throwable process(Consumer<String> handler) {
		return catchThrowable(
				() -> this.provider.processCommands(NOW, 1000, (command) -> handler.accept(command.data())));
	}

	private void note(String note) {
		this.jdbc.update("INSERT INTO notes VALUES (?)", note);
	}

	private List<String> notes() {
		return this.jdbc.queryForList("SELECT note FROM notes ORDER BY note", String.class);
	}

	private List<String> remaining() {
		return this.jdbc.queryForList("SELECT data FROM wfc.scheduled_commands ORDER BY data", String.class);
	}

}
