package io.wfe.postgres;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * What {@link PostgresPersistenceProvider} does beyond the contract of all stores. All of
 * it on a pool of one connection: nothing needs two at once.
 */
class PostgresPersistenceProviderTests {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	@RegisterExtension
	static final TestStore store = TestStore.builder().connections(1).dataSource(StatementCounter::new).open();

	private final StatementCounter counter = (StatementCounter) store.dataSource();

	private final JdbcTemplate jdbc = store.jdbc();

	private final TransactionTemplate transaction = store.transaction();

	private final PostgresPersistenceProvider provider = store.provider();

	@BeforeAll
	static void createTable() {
		store.jdbc().execute("CREATE TABLE notes (note text PRIMARY KEY)");
	}

	@BeforeEach
	void empty() {
		this.jdbc.execute("TRUNCATE notes");
		this.counter.take();
	}

	private static WorkflowInstance workflow(String id, int pointers) {
		return WorkflowInstance.create("d", 1, JSON.objectNode().put("a", 1))
			.toBuilder()
			.id(id)
			.executionPointers(IntStream.range(0, pointers)
				.mapToObj((i) -> ExecutionPointer.create(i).toBuilder().id(id + "-" + i).build())
				.toList())
			.build();
	}

	private static WorkflowInstance withFirstPointerRetried(WorkflowInstance instance) {
		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		ExecutionPointer first = pointers.get(0);
		pointers.set(0, first.toBuilder().retryCount(first.retryCount() + 1).build());
		return instance.toBuilder().executionPointers(pointers).build();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 300 })
	void createPersistAndLoadTakeOneRoundTripEach(int pointers) {
		WorkflowInstance created = this.provider.createWorkflowInstance(workflow("w", pointers));
		assertThat(this.counter.take()).as("create").isOne();
		WorkflowInstance loaded = this.provider.getWorkflowInstance("w");
		assertThat(this.counter.take()).as("load").isOne();
		assertThat(loaded).isEqualTo(created);
		WorkflowInstance changed = loaded.toBuilder()
			.executionPointers(List.copyOf(pointers == 0 ? List.of(ExecutionPointer.create(1))
					: withFirstPointerRetried(loaded).executionPointers()))
			.build();
		WorkflowInstance persisted = this.provider.persistWorkflowWithSubscriptions(changed,
				List.of(EventSubscription.create("w", 1, "p", "n", "k", Instant.EPOCH)));
		assertThat(this.counter.take()).as("persist").isOne();
		this.provider.persistWorkflow(persisted.toBuilder().revision(null).build());
		assertThat(this.counter.take()).as("persist without a revision").isEqualTo(2);
		this.provider.getWorkflowInstances(List.of("w", "x", "y"));
		assertThat(this.counter.take()).as("load many").isOne();
		this.provider
			.persistErrors(IntStream.range(0, 100).mapToObj((i) -> ExecutionError.create("w", "p", "m" + i)).toList());
		assertThat(this.counter.take()).as("persist errors").isOne();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void unchangedPointersAreNotRewritten(boolean withRevision) {
		WorkflowInstance created = this.provider.createWorkflowInstance(workflow("w", 5));
		List<String> before = versions();
		WorkflowInstance changed = withFirstPointerRetried(created);
		this.provider.persistWorkflow(withRevision ? changed : changed.toBuilder().revision(null).build());
		List<String> after = versions();
		assertThat(after.get(0)).isNotEqualTo(before.get(0));
		assertThat(after.subList(1, 5)).isEqualTo(before.subList(1, 5));
	}

	private List<String> versions() {
		return this.jdbc.queryForList("SELECT xmin || ' ' || ctid FROM wfc.execution_pointers ORDER BY position",
				String.class);
	}

	@Test
	void eachWriteSetsALaterHeartbeat() {
		WorkflowInstance instance = this.provider.createWorkflowInstance(workflow("w", 0));
		String heartbeat = "SELECT last_heartbeat_at FROM wfc.workflows";
		OffsetDateTime before = this.jdbc.queryForObject(heartbeat, OffsetDateTime.class);
		assertThat(before).isCloseTo(OffsetDateTime.now(ZoneOffset.UTC), within(1, ChronoUnit.MINUTES));
		this.jdbc.execute("UPDATE wfc.workflows SET last_heartbeat_at = '2131-01-01 00:00:00+00'");
		this.provider.persistWorkflow(instance.toBuilder().revision(null).build());
		assertThat(this.jdbc.queryForObject(heartbeat, OffsetDateTime.class))
			.isEqualTo(OffsetDateTime.parse("2131-01-01T00:00:00.000001Z"));
	}

	@Test
	void whenARevisionIsUsedTwiceInOneTransactionThenTheSecondUseFails() {
		WorkflowInstance created = this.provider.createWorkflowInstance(workflow("w", 1));
		this.transaction.executeWithoutResult((status) -> {
			WorkflowInstance first = this.provider.persistWorkflow(created);
			this.provider.persistWorkflow(first);
			assertThatExceptionOfType(ConcurrentUpdateException.class)
				.isThrownBy(() -> this.provider.persistWorkflow(first));
		});
	}

	@Test
	void whenThePrefixOrTheSchemaDiffersThenSoDoesTheStore() {
		List<PostgresPersistenceProvider> stores = List.of(this.provider,
				PostgresPersistenceProvider.builder(this.counter).tablePrefix("a_").build(),
				PostgresPersistenceProvider.builder(this.counter).schema("other").build(),
				PostgresPersistenceProvider.builder(this.counter).schema("Third").tablePrefix("A_").build());
		for (PostgresPersistenceProvider store : stores) {
			store.ensureStoreExists();
			store.createNewWorkflow(workflow("same", 1));
			assertThat(store.nextDefinitionSequence("d")).isOne();
			store.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "same", Instant.EPOCH));
		}
		stores.get(1).truncateAll();
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> stores.get(1).getWorkflowInstance("same"));
		assertThat(stores.get(0).getWorkflowInstance("same").executionPointers()).hasSize(1);
		assertThat(stores.get(2).getWorkflowInstance("same").executionPointers()).hasSize(1);
		assertThat(stores.get(3).getWorkflowInstance("same").executionPointers()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1a", "a b", "a\"b", "a;b", "ä", "a.b", "pg_wfe", "PG_wfe",
			"a123456789a123456789a123456789a123456789a123456789a123456789abcd" })
	void whenTheSchemaIsNoIdentifierThenItIsRefused(String schema) {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> PostgresPersistenceProvider.builder(this.counter).schema(schema).build())
			.withMessageContaining("wfe.postgres.schema must");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1a", "a b", "a\"b", "a;b", "a-", "a123456789a123456789a12345678" })
	void whenTheTablePrefixIsNoIdentifierThenItIsRefused(String prefix) {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> PostgresPersistenceProvider.builder(this.counter).tablePrefix(prefix).build())
			.withMessageContaining("wfe.postgres.table-prefix must");
	}

	@Test
	void whenTruncatedThenAllTablesAreEmpty() {
		this.provider.createNewWorkflow(workflow("w", 1));
		this.provider.nextDefinitionSequence("d");
		this.provider.createEvent(Event.create("n", "k", JSON.nullNode()));
		this.provider.createEventSubscription(EventSubscription.create("w", 1, "p", "n", "k", Instant.EPOCH));
		this.provider.persistErrors(List.of(ExecutionError.create("w", "p", "m")));
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "e", Instant.EPOCH));
		this.provider.truncateAll();
		for (String table : List.of("workflows", "execution_pointers", "events", "event_subscriptions",
				"execution_errors", "scheduled_commands", "definition_sequences")) {
			assertThat(this.jdbc.queryForObject("SELECT count(*) FROM wfc." + table, Integer.class)).as(table).isZero();
		}
	}

	@Test
	void whenTheCallersTransactionIsRolledBackThenNothingIsThere() {
		WorkflowInstance existing = this.provider.createWorkflowInstance(workflow("existing", 1));
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update("INSERT INTO notes VALUES ('a')");
			writeAll(existing);
			status.setRollbackOnly();
		});
		assertThat(this.jdbc.queryForList("SELECT note FROM notes", String.class)).isEmpty();
		assertThat(this.provider.getWorkflowInstance("existing")).isEqualTo(existing);
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> this.provider.getWorkflowInstance("w"));
		assertThatExceptionOfType(EventNotFoundException.class).isThrownBy(() -> this.provider.getEvent("e"));
		assertThat(commands()).isEmpty();
		assertThat(this.provider.nextDefinitionSequence("d")).isOne();
	}

	@Test
	void whenTheCallersTransactionIsCommittedThenAllIsThere() {
		WorkflowInstance existing = this.provider.createWorkflowInstance(workflow("existing", 1));
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update("INSERT INTO notes VALUES ('a')");
			writeAll(existing);
		});
		assertThat(this.jdbc.queryForList("SELECT note FROM notes", String.class)).containsExactly("a");
		assertThat(this.provider.getWorkflowInstance("existing").executionPointers().get(0).retryCount()).isOne();
		assertThat(this.provider.getWorkflowInstance("w").executionPointers()).hasSize(2);
		assertThat(this.provider.getEvent("e").eventName()).isEqualTo("n");
		assertThat(commands()).containsExactly("c");
		assertThat(this.provider.nextDefinitionSequence("d")).isEqualTo(2);
	}

	private void writeAll(WorkflowInstance existing) {
		this.provider.createNewWorkflow(workflow("w", 2));
		this.provider.persistWorkflow(withFirstPointerRetried(existing));
		this.provider.createEvent(Event.create("n", "k", JSON.nullNode()).toBuilder().id("e").build());
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "c", Instant.EPOCH));
		this.provider.nextDefinitionSequence("d");
	}

	private List<String> commands() {
		return this.jdbc.queryForList("SELECT data FROM wfc.scheduled_commands ORDER BY data", String.class);
	}

	@Test
	void whenAWorkflowExistsThenTheCallersTransactionCanGoOn() {
		this.provider.createNewWorkflow(workflow("w", 1));
		this.transaction.executeWithoutResult((status) -> {
			assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
				.isThrownBy(() -> this.provider.createNewWorkflow(workflow("w", 1)));
			this.jdbc.update("INSERT INTO notes VALUES ('goes on')");
		});
		assertThat(this.jdbc.queryForList("SELECT note FROM notes", String.class)).containsExactly("goes on");
	}

	@Test
	void whenThePoolDoesNotCommitByItselfThenNothingIsLost() {
		try (TestStore manual = store.otherNode().connections(1).pool((pool) -> pool.setAutoCommit(false)).open()) {
			WorkflowInstance created = manual.provider().createWorkflowInstance(workflow("manual", 1));
			manual.provider().persistWorkflow(withFirstPointerRetried(created));
			manual.provider().scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "c", Instant.EPOCH));
		}
		assertThat(this.provider.getWorkflowInstance("manual").executionPointers().get(0).retryCount()).isOne();
		assertThat(commands()).containsExactly("c");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 100 })
	void whatAHandlerWritesIsCommittedWithItsCommandOrRolledBackWithItsFailure(int batchSize) {
		for (int i = 1; i <= 6; i++) {
			this.provider
				.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "c" + i, Instant.ofEpochMilli(i)));
		}
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.provider.processCommands(LATER, batchSize, (command) -> {
				this.jdbc.update("INSERT INTO notes VALUES (?)", command.data());
				this.provider.createNewWorkflow(workflow(command.data(), 1));
				if (command.data().equals("c2")) {
					throw new IllegalStateException("c2");
				}
				if (command.data().equals("c4")) {
					// Ends the transaction of the batch, as far as the server is
					// concerned
					this.jdbc.update("INSERT INTO notes VALUES (?)", command.data());
				}
			}))
			.withMessage("c2")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
		assertThat(commands()).containsExactly("c2", "c4");
		assertThat(this.jdbc.queryForList("SELECT note FROM notes ORDER BY note", String.class)).containsExactly("c1",
				"c3", "c5", "c6");
		assertThat(this.provider.findWorkflows(WorkflowQuery.builder().build()).workflows()).hasSize(4);
	}

	@Test
	void whenAHandlerSpoilsItsTransactionAndReturnsThenTheOthersAreHandled() {
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "a", Instant.EPOCH));
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "b", Instant.EPOCH));
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.provider.processCommands(LATER, (command) -> {
				if (command.data().equals("a")) {
					this.transaction.executeWithoutResult((status) -> status.setRollbackOnly());
				}
			}));
		assertThat(commands()).containsExactly("a");
	}

	@Test
	void whenCommandsAreProcessedInTheCallersTransactionThenItDecides() {
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "a", Instant.EPOCH));
		List<String> handled = new ArrayList<>();
		this.transaction.executeWithoutResult((status) -> {
			this.provider.processCommands(LATER, (command) -> handled.add(command.data()));
			status.setRollbackOnly();
		});
		assertThat(handled).containsExactly("a");
		assertThat(commands()).containsExactly("a");
	}

	@Test
	void anAspectCanBePutAround() {
		ProxyFactory factory = new ProxyFactory(this.provider);
		factory.setProxyTargetClass(true);
		PostgresPersistenceProvider proxy = (PostgresPersistenceProvider) factory.getProxy();
		assertThat(proxy.nextDefinitionSequence("d")).isOne();
	}

	@Test
	void whenAllIsDoneOnOneConnectionThenNoneIsLeaked() {
		WorkflowInstance created = this.provider.createWorkflowInstance(workflow("w", 3));
		this.provider.persistWorkflow(created.toBuilder()
			.status(WorkflowStatus.COMPLETE)
			.completeTime(Instant.EPOCH)
			.executionPointers(
					List.of(created.executionPointers().get(2).toBuilder().status(PointerStatus.COMPLETE).build()))
			.build());
		assertThat(this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, LATER, 10)).isOne();
		assertThat(this.provider.purgeEvents(LATER, 10)).isZero();
		assertThat(this.provider.getBacklog(LATER).oldestDueWorkflow()).isNull();
		assertThat(store.pool().getHikariPoolMXBean().getActiveConnections()).isZero();
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM wfc.execution_pointers", Integer.class)).isZero();
	}

}
