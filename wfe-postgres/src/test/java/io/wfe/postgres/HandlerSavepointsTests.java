package io.wfe.postgres;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link HandlerSavepoints}.
 */
class HandlerSavepointsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	@RegisterExtension
	static final TestStore store = TestStore.builder().connections(2).dataSource(StatementCounter::new).open();

	private final StatementCounter counter = (StatementCounter) store.dataSource();

	private final JdbcTemplate jdbc = store.jdbc();

	private final PostgresPersistenceProvider provider = store.provider();

	@BeforeAll
	static void createTable() {
		store.jdbc().execute("CREATE TABLE notes (note text PRIMARY KEY)");
	}

	@BeforeEach
	void empty() {
		this.jdbc.execute("TRUNCATE notes");
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
		TransactionTemplate transaction = store.transaction();
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
		TransactionTemplate transaction = store.transaction();
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
		store.transaction().executeWithoutResult((status) -> {
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

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void whenAHandlerSwallowsTheFailureOfAnInnerTransactionThenItsCommandAloneStays(int batchSize) {
		TransactionTemplate inner = store.transaction();
		schedule(3);
		@Nullable Throwable failure = process(batchSize, (command) -> {
			if (command.equals("c2")) {
				throw new IllegalStateException(command);
			}
			@Nullable Throwable swallowed = catchThrowable(() -> inner.executeWithoutResult((status) -> {
				note(command);
				if (command.equals("c0")) {
					throw new IllegalStateException(command);
				}
			}));
			assertThat(swallowed != null).isEqualTo(command.equals("c0"));
		});
		assertThat(failure).isInstanceOf(PersistenceException.class)
			.hasMessage("Could not process commands")
			.hasCauseInstanceOf(UnexpectedRollbackException.class)
			.hasSuppressedException(new IllegalStateException("c2"));
		assertThat(remaining()).containsExactly("c0", "c2");
		assertThat(notes()).containsExactly("c1");
	}

	@ParameterizedTest
	@CsvSource({ "1, true", "1000, true", "1, false", "1000, false" })
	void whenAHandlerMarksTheTransactionAsRollbackOnlyThenItsCommandAloneStays(int batchSize, boolean writes) {
		TransactionTemplate inner = store.transaction();
		schedule(4);
		@Nullable Throwable failure = process(batchSize, (command) -> inner.executeWithoutResult((status) -> {
			if (writes) {
				note(command);
			}
			if (command.equals("c1")) {
				status.setRollbackOnly();
			}
		}));
		assertThat(failure).isInstanceOf(PersistenceException.class)
			.hasCauseInstanceOf(UnexpectedRollbackException.class);
		assertThat(remaining()).containsExactly("c1");
		assertThat(notes()).isEqualTo(writes ? List.of("c0", "c2", "c3") : List.of());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void whenAHandlerWithASavepointOfItsOwnFailsThenAllThatItHasWrittenIsTakenBack(int batchSize) {
		TransactionTemplate inner = store.transaction();
		for (int round = 0; round < 2; round++) {
			schedule(3);
			this.jdbc.execute("TRUNCATE notes");
			process(batchSize, (command) -> inner.executeWithoutResult((status) -> {
				note(command);
				if (command.equals("c0")) {
					status.createSavepoint();
					throw new IllegalStateException(command);
				}
			}));
			assertThat(remaining()).containsExactly("c0");
			assertThat(notes()).containsExactly("c1", "c2");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void whenAHandlerThrowsACheckedExceptionThenItsCommandAloneStays(int batchSize) {
		schedule(3);
		IOException checked = new IOException("not declared");
		@Nullable Throwable failure = process(batchSize, (command) -> {
			note(command);
			if (command.equals("c1")) {
				HandlerSavepointsTests.<RuntimeException>throwUnchecked(checked);
			}
		});
		assertThat(failure).isSameAs(checked);
		assertThat(remaining()).containsExactly("c1");
		assertThat(notes()).containsExactly("c0", "c2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "checked exception", "rollback-only" })
	void theTransactionOfTheCallerOutlivesAHandlerThatFails(String kind) {
		TransactionTemplate inner = store.transaction();
		schedule(3);
		store.transaction()
			.executeWithoutResult((outer) -> process(1000, (command) -> inner.executeWithoutResult((status) -> {
				note(command);
				if (command.equals("c1")) {
					if (kind.equals("rollback-only")) {
						status.setRollbackOnly();
						return;
					}
					HandlerSavepointsTests.<RuntimeException>throwUnchecked(new IOException("not declared"));
				}
			})));
		assertThat(remaining()).containsExactly("c1");
		assertThat(notes()).containsExactly("c0", "c2");
	}

	@Test
	void whenTheCallerHasMarkedItsTransactionAsRollbackOnlyThenItStaysSo() {
		schedule(2);
		store.transaction().executeWithoutResult((status) -> {
			status.setRollbackOnly();
			process((command) -> note(command));
		});
		assertThat(remaining()).containsExactly("c0", "c1");
		assertThat(notes()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void whatAFailingHandlerWantsToBeCalledForIsToldOfItsRollback(int batchSize) {
		schedule(3);
		List<String> called = new ArrayList<>();
		process(batchSize, (command) -> {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					called.add(command + " committed");
				}

				@Override
				public void afterCompletion(int status) {
					called.add(command + " completed " + status);
				}

			});
			if (command.equals("c1")) {
				throw new IllegalStateException(command);
			}
		});
		assertThat(called).containsExactlyInAnyOrder("c0 committed", "c0 completed 0", "c1 completed 1", "c2 committed",
				"c2 completed 0");
	}

	@Test
	void ofManyFailuresTheFirstHundredAreKeptAndAllAreCounted() {
		schedule(120);
		@Nullable Throwable failure = process((command) -> {
			throw new IllegalStateException(command);
		});
		assertThat(failure).isInstanceOf(PersistenceException.class)
			.hasMessageStartingWith("Could not handle 120 commands")
			.hasCauseInstanceOf(IllegalStateException.class)
			.satisfies((thrown) -> assertThat(thrown.getSuppressed()).hasSize(99)
				.hasOnlyElementsOfType(IllegalStateException.class));
		assertThat(remaining()).hasSize(120);
	}

	@Test
	void anExceptionOfTheApplicationBeforeTheCommitIsThrownAsItIs() {
		schedule(1);
		for (RuntimeException exception : List.of(new IllegalStateException("beforeCommit"),
				new OptimisticLockingFailureException("stale"))) {
			assertThat(process((command) -> beforeCommit(exception))).isSameAs(exception);
			assertThat(catchThrowable(() -> this.provider.callExclusively("name", () -> {
				beforeCommit(exception);
				return 1;
			}))).isSameAs(exception);
		}
		assertThat(remaining()).containsExactly("c0");
	}

	@Test
	void aConnectionThatIsLostInTheCommitIsToldAsOne() {
		assertThat(catchThrowable(() -> this.provider.callExclusively("name", () -> {
			note("lost");
			terminateOtherBackend();
			return 1;
		}))).isInstanceOf(PersistenceException.class)
			.hasRootCauseInstanceOf(SQLException.class)
			.cause()
			.hasMessageContaining("lost during the commit, which may have taken effect");
		assertThat(notes()).isEmpty();
	}

	private static void beforeCommit(RuntimeException exception) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				throw exception;
			}

		});
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
		throw (E) failure;
	}

	@Test
	void theTimeoutOfTheTransactionIsThatOfTheHandlers() {
		TransactionTemplate transaction = store.transaction();
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
		store.observer().queryForList("""
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
		return process(1000, handler);
	}

	private @Nullable Throwable process(int batchSize, Consumer<String> handler) {
		return catchThrowable(
				() -> this.provider.processCommands(NOW, batchSize, (command) -> handler.accept(command.data())));
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
