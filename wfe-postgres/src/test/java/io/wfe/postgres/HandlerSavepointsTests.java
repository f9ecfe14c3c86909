package io.wfe.postgres;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

	private final Commands commands = new Commands(store, NOW);

	@BeforeAll
	static void createTable() {
		store.jdbc().execute(Commands.TABLE);
	}

	@BeforeEach
	void empty() {
		this.jdbc.execute("TRUNCATE notes");
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 100 })
	void whenNoHandlerUsesTheTransactionThenABatchCostsTheSameHoweverLargeItIs(int commands) {
		this.commands.schedule(commands);
		this.provider.processCommands(NOW, 1000, (command) -> {
		}); // finds out whether there are savepoints
		this.commands.schedule(commands);
		this.counter.take();
		List<String> handled = new ArrayList<>();
		this.provider.processCommands(NOW, 1000, (command) -> handled.add(command.data()));
		assertThat(handled).hasSize(commands);
		assertThat(this.counter.take()).as("claim, delete, commit; and a look for more").isEqualTo(5);
		assertThat(this.commands.remaining()).isEmpty();
	}

	@Test
	void whenAHandlerWithoutWritesFailsThenOnlyItsCommandStays() {
		this.commands.schedule(4);
		this.commands.process((command) -> {
			if (command.equals("c2")) {
				throw new IllegalStateException(command);
			}
		});
		assertThat(this.commands.remaining()).containsExactly("c2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "c0", "c1", "c2", "c3" })
	void whateverHandlerFailsAfterAWriteItAloneIsTakenBack(String failing) {
		this.commands.schedule(4);
		this.commands.process((command) -> {
			if (!command.equals("c1")) {
				this.commands.note(command);
			}
			if (command.equals(failing)) {
				throw new IllegalStateException(command);
			}
		});
		assertThat(this.commands.remaining()).containsExactly(failing);
		List<String> written = new ArrayList<>(List.of("c0", "c2", "c3"));
		written.remove(failing);
		assertThat(this.commands.notes()).containsExactlyElementsOf(written);
	}

	@Test
	void whenAHandlerSwallowsAFailedStatementThenItsCommandStays() {
		this.commands.schedule(3);
		@Nullable Throwable failure = this.commands.process((command) -> {
			this.commands.note(command);
			if (command.equals("c1")) {
				assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.commands.note(command));
			}
		});
		assertThat(failure).isNotNull();
		assertThat(this.commands.remaining()).containsExactly("c1");
		assertThat(this.commands.notes()).containsExactly("c0", "c2");
	}

	@Test
	void whenAStatementIsKeptFromOneHandlerToTheNextThenItsWritesAreTakenBackToo() {
		this.commands.schedule(4);
		List<PreparedStatement> kept = new ArrayList<>();
		this.commands.process((command) -> {
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
		assertThat(this.commands.remaining()).containsExactly("c2");
		assertThat(this.commands.notes()).containsExactly("c0", "c1", "c3");
	}

	@ParameterizedTest
	@ValueSource(ints = { TransactionDefinition.PROPAGATION_REQUIRED, TransactionDefinition.PROPAGATION_NESTED,
			TransactionDefinition.PROPAGATION_MANDATORY })
	void aTransactionOfAHandlerIsPartOfThatOfItsCommand(int propagation) {
		this.commands.schedule(4);
		TransactionTemplate transaction = store.transaction();
		transaction.setPropagationBehavior(propagation);
		this.commands.process((command) -> transaction.executeWithoutResult((status) -> {
			assertThat(status.isNewTransaction()).isFalse();
			this.commands.note(command);
			if (command.equals("c1")) {
				throw new IllegalStateException(command);
			}
		}));
		assertThat(this.commands.remaining()).containsExactly("c1");
		assertThat(this.commands.notes()).containsExactly("c0", "c2", "c3");
	}

	@Test
	void aNewTransactionOfAHandlerIsItsOwn() {
		this.commands.schedule(3);
		TransactionTemplate transaction = store.transaction();
		transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.commands.process((command) -> {
			transaction.executeWithoutResult((status) -> this.commands.note(command));
			if (command.equals("c1")) {
				throw new IllegalStateException(command);
			}
		});
		assertThat(this.commands.remaining()).containsExactly("c1");
		assertThat(this.commands.notes()).containsExactly("c0", "c1", "c2");
	}

	@Test
	void whatTheTransactionOfTheCallerHoldsIsLeftToIt() {
		this.commands.schedule(3);
		store.transaction().executeWithoutResult((status) -> {
			this.commands.note("before");
			this.commands.process((command) -> {
				this.commands.note(command);
				if (command.equals("c1")) {
					throw new IllegalStateException(command);
				}
			});
			this.commands.note("after");
		});
		assertThat(this.commands.remaining()).containsExactly("c1");
		assertThat(this.commands.notes()).containsExactly("after", "before", "c0", "c2");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void whenAHandlerSwallowsTheFailureOfAnInnerTransactionThenItsCommandAloneStays(int batchSize) {
		TransactionTemplate inner = store.transaction();
		this.commands.schedule(3);
		@Nullable Throwable failure = this.commands.process(batchSize, (command) -> {
			if (command.equals("c2")) {
				throw new IllegalStateException(command);
			}
			@Nullable Throwable swallowed = catchThrowable(() -> inner.executeWithoutResult((status) -> {
				this.commands.note(command);
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
		assertThat(this.commands.remaining()).containsExactly("c0", "c2");
		assertThat(this.commands.notes()).containsExactly("c1");
	}

	@ParameterizedTest
	@CsvSource({ "1, true", "1000, true", "1, false", "1000, false" })
	void whenAHandlerMarksTheTransactionAsRollbackOnlyThenItsCommandAloneStays(int batchSize, boolean writes) {
		TransactionTemplate inner = store.transaction();
		this.commands.schedule(4);
		@Nullable Throwable failure = this.commands.process(batchSize, (command) -> inner.executeWithoutResult((status) -> {
			if (writes) {
				this.commands.note(command);
			}
			if (command.equals("c1")) {
				status.setRollbackOnly();
			}
		}));
		assertThat(failure).isInstanceOf(PersistenceException.class)
			.hasCauseInstanceOf(UnexpectedRollbackException.class);
		assertThat(this.commands.remaining()).containsExactly("c1");
		assertThat(this.commands.notes()).isEqualTo(writes ? List.of("c0", "c2", "c3") : List.of());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void whenAHandlerWithASavepointOfItsOwnFailsThenAllThatItHasWrittenIsTakenBack(int batchSize) {
		TransactionTemplate inner = store.transaction();
		for (int round = 0; round < 2; round++) {
			this.commands.schedule(3);
			this.jdbc.execute("TRUNCATE notes");
			this.commands.process(batchSize, (command) -> inner.executeWithoutResult((status) -> {
				this.commands.note(command);
				if (command.equals("c0")) {
					status.createSavepoint();
					throw new IllegalStateException(command);
				}
			}));
			assertThat(this.commands.remaining()).containsExactly("c0");
			assertThat(this.commands.notes()).containsExactly("c1", "c2");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void whenAHandlerThrowsACheckedExceptionThenItsCommandAloneStays(int batchSize) {
		this.commands.schedule(3);
		IOException checked = new IOException("not declared");
		@Nullable Throwable failure = this.commands.process(batchSize, (command) -> {
			this.commands.note(command);
			if (command.equals("c1")) {
				HandlerSavepointsTests.<RuntimeException>throwUnchecked(checked);
			}
		});
		assertThat(failure).isSameAs(checked);
		assertThat(this.commands.remaining()).containsExactly("c1");
		assertThat(this.commands.notes()).containsExactly("c0", "c2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "checked exception", "rollback-only" })
	void theTransactionOfTheCallerOutlivesAHandlerThatFails(String kind) {
		TransactionTemplate inner = store.transaction();
		this.commands.schedule(3);
		store.transaction()
			.executeWithoutResult(
					(outer) -> this.commands.process(1000, (command) -> inner.executeWithoutResult((status) -> {
						this.commands.note(command);
						if (command.equals("c1")) {
							if (kind.equals("rollback-only")) {
								status.setRollbackOnly();
								return;
							}
							HandlerSavepointsTests.<RuntimeException>throwUnchecked(new IOException("not declared"));
						}
					})));
		assertThat(this.commands.remaining()).containsExactly("c1");
		assertThat(this.commands.notes()).containsExactly("c0", "c2");
	}

	@Test
	void whenTheCallerHasMarkedItsTransactionAsRollbackOnlyThenItStaysSo() {
		this.commands.schedule(2);
		store.transaction().executeWithoutResult((status) -> {
			status.setRollbackOnly();
			this.commands.process(this.commands::note);
		});
		assertThat(this.commands.remaining()).containsExactly("c0", "c1");
		assertThat(this.commands.notes()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void whatAFailingHandlerWantsToBeCalledForIsToldOfItsRollback(int batchSize) {
		this.commands.schedule(3);
		List<String> called = new ArrayList<>();
		this.commands.process(batchSize, (command) -> {
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
		this.commands.schedule(120);
		@Nullable Throwable failure = this.commands.process((command) -> {
			throw new IllegalStateException(command);
		});
		assertThat(failure).isInstanceOf(PersistenceException.class)
			.hasMessageStartingWith("Could not handle 120 commands")
			.hasCauseInstanceOf(IllegalStateException.class)
			.satisfies((thrown) -> assertThat(thrown.getSuppressed()).hasSize(99)
				.hasOnlyElementsOfType(IllegalStateException.class));
		assertThat(this.commands.remaining()).hasSize(120);
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
		this.commands.schedule(2);
		List<Integer> timeouts = new ArrayList<>();
		limited.processCommands(NOW, 10, (command) -> timeouts
			.add(this.jdbc.execute("SELECT 1", (PreparedStatement statement) -> statement.getQueryTimeout())));
		assertThat(timeouts).hasSize(2).allSatisfy((seconds) -> assertThat(seconds).isBetween(200, 300));
	}

}
