package io.wfe.postgres;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The store where transactions are not READ COMMITTED by default.
 */
class IsolationTests {

	private static final int THREADS = 8;

	@ParameterizedTest
	@ValueSource(strings = { "repeatable read", "serializable" })
	void transactionsOfTheStoreAreReadCommittedWhateverTheDefaultOfTheDatabase(String isolation) {
		try (TestStore store = TestStore.builder().withoutTables().open()) {
			store.observer()
				.execute("ALTER DATABASE " + store.database().name() + " SET default_transaction_isolation = '"
						+ isolation + "'");
			assertReadCommitted(store.provider(), store.jdbc(), isolation);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "repeatable read", "serializable" })
	void transactionsOfTheStoreAreReadCommittedWhateverTheDefaultOfThePool(String isolation) {
		try (TestStore store = serializable(isolation)) {
			assertReadCommitted(store.provider(), store.jdbc(), isolation);
		}
	}

	private static void assertReadCommitted(PostgresPersistenceProvider provider, JdbcTemplate jdbc, String isolation) {
		provider.ensureStoreExists();
		ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < 2; i++) {
			provider.scheduleCommand(command(0));
			provider.processCommands(EPOCH, (command) -> seen.add(isolation(jdbc)));
			provider.callExclusively("name", () -> seen.add(isolation(jdbc)));
		}
		assertThat(seen).hasSize(4).containsOnly("read committed");
		assertThat(isolation(jdbc)).as("of others").isEqualTo(isolation);
	}

	@Test
	void aSerializableTransactionOfTheCallerIsLeftSerializable() {
		try (TestStore store = TestStore.create()) {
			TransactionTemplate transaction = store.transaction();
			transaction.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
			store.provider().scheduleCommand(command(0));
			transaction.executeWithoutResult((status) -> store.provider()
				.processCommands(EPOCH, (command) -> assertThat(isolation(store.jdbc())).isEqualTo("serializable")));
		}
	}

	@Test
	void whereTheDefaultIsReadCommittedNothingIsSentForIt() {
		StatementCounter[] counter = new StatementCounter[1];
		try (TestStore store = TestStore.builder().connections(1).dataSource((pool) -> {
			counter[0] = new StatementCounter(pool);
			return counter[0];
		}).open()) {
			store.provider().processCommands(EPOCH, (command) -> {
			});
			counter[0].take(); // The first call also looks for expired tokens
			store.provider().processCommands(EPOCH, (command) -> {
			});
			assertThat(counter[0].take()).as("claim and commit").isEqualTo(2);
			store.provider().purgeWorkflows(WorkflowStatus.COMPLETE, EPOCH, 1);
			assertThat(counter[0].take()).as("lock and commit").isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "repeatable read", "serializable" })
	void eachCommandIsHandledOnceByAllThreadsTogether(String isolation) throws Exception {
		try (TestStore store = serializable(isolation)) {
			List<Integer> commands = IntStream.range(0, 400).boxed().toList();
			commands.forEach((number) -> store.provider().scheduleCommand(command(number)));
			ConcurrentLinkedQueue<Integer> handled = new ConcurrentLinkedQueue<>();
			inParallel(() -> store.provider()
				.processCommands(EPOCH, 5, (command) -> handled.add(Integer.valueOf(command.data()))));
			assertThat(handled).containsExactlyInAnyOrderElementsOf(commands);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "repeatable read", "serializable" })
	void singleStatementsGetThroughBesideOthers(String isolation) throws Exception {
		try (TestStore store = serializable(isolation)) {
			WorkflowInstance workflow = EveryOperation.workflow();
			store.provider().createNewWorkflow(workflow);
			inParallel(() -> {
				for (int i = 0; i < 20; i++) {
					store.provider().persistWorkflow(workflow);
					store.provider().nextDefinitionSequence("d");
					store.provider().scheduleCommand(command(0));
				}
			});
			assertThat(store.provider().nextDefinitionSequence("d")).isEqualTo(20 * THREADS + 1);
		}
	}

	@Test
	void aStatementIsRepeatedUntilItGetsThrough() {
		try (FailingStore store = new FailingStore(15)) {
			store.provider.scheduleCommand(command(0));
			assertThat(store.failuresLeft()).isZero();
		}
	}

	@Test
	void aClaimIsRepeatedWhileNoHandlerHasRun() {
		try (FailingStore store = new FailingStore(0)) {
			store.provider.scheduleCommand(command(0));
			store.fail(15);
			ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
			store.provider.processCommands(EPOCH, (command) -> handled.add(command.data()));
			assertThat(handled).containsExactly("0");
			assertThat(store.failuresLeft()).isZero();
		}
	}

	@Test
	void aStatementIsNotRepeatedBeyondTheTimeOutOfTheCaller() {
		try (FailingStore store = new FailingStore(Integer.MAX_VALUE)) {
			JdbcTemplate jdbc = new JdbcTemplate(store.pool);
			jdbc.setQueryTimeout(1);
			PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(store.pool)
				.jdbcOperations(jdbc)
				.build();
			assertThatExceptionOfType(PersistenceException.class).isThrownBy(() -> provider.scheduleCommand(command(0)))
				.withMessageContaining("SQLSTATE 40001");
		}
	}

	@Test
	void anInterruptedThreadRepeatsNothing() {
		try (FailingStore store = new FailingStore(Integer.MAX_VALUE)) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(PersistenceException.class)
				.isThrownBy(() -> store.provider.scheduleCommand(command(0)))
				.withMessageContaining("SQLSTATE 40001");
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	private static TestStore serializable(String isolation) {
		return TestStore.builder()
			.connections(THREADS)
			.pool((pool) -> pool
				.setTransactionIsolation("TRANSACTION_" + isolation.toUpperCase(Locale.ROOT).replace(' ', '_')))
			.open();
	}

	private static ScheduledCommand command(int number) {
		return ScheduledCommand.create(CommandName.PROCESS_EVENT, String.valueOf(number), EPOCH);
	}

	private static String isolation(JdbcTemplate jdbc) {
		return String.valueOf(jdbc.queryForObject("SHOW transaction_isolation", String.class));
	}

	private static void inParallel(Runnable action) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<? extends Future<?>> running = IntStream.range(0, THREADS)
				.mapToObj((i) -> executor.submit(action))
				.toList();
			for (Future<?> future : running) {
				future.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * A store whose server fails a given number of statements on commands: a policy of
	 * the table, which applies to who does not own it, counts by a sequence.
	 */
	private static final class FailingStore implements AutoCloseable {

		private final TestDatabase database = TestPostgres.createDatabase();

		private final OperationsRoles roles = new OperationsRoles(this.database);

		private final JdbcTemplate owner;

		private final HikariDataSource ownerPool;

		private final HikariDataSource pool;

		private final PostgresPersistenceProvider provider;

		FailingStore(int failures) {
			this.ownerPool = this.roles.dataSource("wfe_owner");
			this.owner = new JdbcTemplate(this.ownerPool);
			PostgresPersistenceProvider.builder(this.ownerPool).build().ensureStoreExists();
			this.owner.execute("CREATE SEQUENCE wfc.failures MINVALUE 0 START 0 MAXVALUE " + Integer.MAX_VALUE);
			this.owner.execute("""
					CREATE FUNCTION wfc.passes() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
					BEGIN
						IF (SELECT last_value > 0 FROM wfc.failures) THEN
							PERFORM setval('wfc.failures', (SELECT last_value - 1 FROM wfc.failures));
							RAISE EXCEPTION 'not yet' USING ERRCODE = '40001';
						END IF;
						RETURN true;
					END $$""");
			this.owner.execute("ALTER TABLE wfc.scheduled_commands ENABLE ROW LEVEL SECURITY");
			this.owner.execute("CREATE POLICY failing ON wfc.scheduled_commands USING (wfc.passes())");
			this.pool = this.roles.dataSource("wfe_runtime");
			this.provider = PostgresPersistenceProvider.builder(this.pool).build();
			fail(failures);
		}

		void fail(int failures) {
			this.owner.queryForObject("SELECT setval('wfc.failures', ?)", Long.class, failures);
		}

		int failuresLeft() {
			Integer left = this.owner.queryForObject("SELECT last_value::int FROM wfc.failures", Integer.class);
			return (left != null) ? left : -1;
		}

		@Override
		public void close() {
			this.pool.close();
			this.ownerPool.close();
			this.roles.close();
			this.database.close();
		}

	}

}
