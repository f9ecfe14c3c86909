package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.Documentation;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the FAQ shows is what there is.
 */
class FaqDocumentationTests {

	private static final Documentation FAQ = Documentation.of("docs/faq.md");

	private static final Path THIS = Path.of("src", "test", "java", "io", "wfe", "postgres", "autoconfigure",
			"FaqDocumentationTests.java");

	private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

	@RegisterExtension
	static final TestStore store = TestStore.create();

	private final JdbcTemplate jdbc = store.jdbc();

	private final PostgresPersistenceProvider provider = store.provider();

	@ParameterizedTest
	@CsvSource({ "RUNNABLE, 2020-01-01T00:00:00Z, is due", "RUNNABLE, 1970-01-01T00:00:00Z, is due",
			"RUNNABLE, 2100-01-01T00:00:00Z, is due later", "RUNNABLE,, waits for an event or a command",
			"SUSPENDED, 2020-01-01T00:00:00Z, is suspended", "COMPLETE,, has ended", "TERMINATED,, has ended" })
	void queryTellsStateOfWorkflow(WorkflowStatus status, @Nullable Instant nextExecution, String state) {
		create(status, nextExecution);
		assertThat(rows("FROM wfc.workflows WHERE name")).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("state", state));
		assertThat(FAQ.section("My workflow does not start")).contains("**`" + state + "`");
	}

	@Test
	void queriesTellWhatWorkflowWaitsFor() {
		String id = create(WorkflowStatus.RUNNABLE, null);
		this.provider.createEventSubscription(EventSubscription.create(id, 1, "pointer", "paid", "order-7", LONG_AGO));
		assertThat(rows("FROM wfc.event_subscriptions", id)).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("event_name", "paid").containsEntry("event_id", null));
		String event = this.provider.createEvent(event());
		assertThat(rows("FROM wfc.event_subscriptions", id)).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("event_id", event).containsEntry("is_processed", false));
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, id, LONG_AGO));
		assertThat(rows("WHERE data =", id)).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("command_name", "ProcessWorkflow"));
		this.provider.persistErrors(List.of(ExecutionError.create(id, "pointer", "failed")));
		assertThat(rows("FROM wfc.execution_errors", id)).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("message", "failed"));
	}

	@Test
	void queriesTellWhatIsStuck() {
		String id = create(WorkflowStatus.RUNNABLE, LONG_AGO);
		create(WorkflowStatus.RUNNABLE, Databases.later(), "later");
		String event = this.provider.createEvent(event());
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, id, LONG_AGO));
		assertThat(rows("next_execution <=")).extracting((row) -> row.get("id")).containsExactly(id);
		assertThat(rows("event_time <= now()")).extracting((row) -> row.get("id")).containsExactly(event);
		assertThat(rows("execute_time <=")).extracting((row) -> row.get("data")).containsExactly(id);
	}

	@Test
	void eachSqlBlockIsRun() {
		assertThat(FAQ.blocks("sql")).hasSize(7);
	}

	@Test
	void javaIsThatOfThisTest() throws IOException {
		String source = Files.readString(THIS).replaceAll("\\s", "");
		assertThat(FAQ.blocks("java")).hasSize(2);
		assertThat(FAQ.blocks("java"))
			.filteredOn((block) -> !source
				.contains(block.replace("@Component\nclass", "@Component static class").replaceAll("\\s", "")))
			.isEmpty();
	}

	@Test
	void tenantsHaveStoresOfTheirOwnInTransactionsOfApplication() {
		TenantStores stores = new TenantStores(store.pool(), store.transactionManager());
		String id = stores.of("a").createNewWorkflow(Databases.workflow());
		assertThat(stores.of("a").getWorkflowInstances(List.of(id))).hasSize(1);
		assertThat(stores.of("b").getWorkflowInstances(List.of(id))).isEmpty();
		store.transaction().executeWithoutResult((status) -> {
			stores.of("a").nextDefinitionSequence("order");
			status.setRollbackOnly();
		});
		assertThat(stores.of("a").nextDefinitionSequence("order")).isEqualTo(1);
	}

	@Test
	void workflowWaitsForEventInOneHandler() {
		Clock clock = Clock.fixed(Databases.later(), ZoneOffset.UTC);
		PaidOrders orders = new PaidOrders(this.provider, clock);
		String id = orders.start("order-7", JsonNodeFactory.instance.objectNode());
		String other = orders.start("order-8", JsonNodeFactory.instance.objectNode());
		orders.handleDueCommands();
		assertThat(this.provider.getWorkflowInstance(id).status()).isEqualTo(WorkflowStatus.RUNNABLE);
		orders.paid("order-7");
		orders.handleDueCommands();
		assertThat(this.provider.getWorkflowInstance(id)).satisfies((instance) -> {
			assertThat(instance.status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(instance.executionPointers()).allMatch(ExecutionPointer::eventPublished);
		});
		assertThat(this.provider.getWorkflowInstance(other).status()).isEqualTo(WorkflowStatus.RUNNABLE);
		assertThat(this.provider.getRunnableEvents(clock.instant())).isEmpty();
		assertThat(this.provider.getSubscriptionsByWorkflow(id, 10)).isEmpty();
	}

	private String create(WorkflowStatus status, @Nullable Instant nextExecution) {
		return create(status, nextExecution, "order-7");
	}

	private String create(WorkflowStatus status, @Nullable Instant nextExecution, String name) {
		WorkflowInstance instance = Databases.workflow()
			.toBuilder()
			.name(name)
			.status(status)
			.nextExecution(nextExecution)
			.build();
		return this.provider.createNewWorkflow(instance);
	}

	private static Event event() {
		return Event.create("paid", "order-7", JsonNodeFactory.instance.objectNode());
	}

	/**
	 * Runs the query of the FAQ that has such a part.
	 */
	private List<Map<String, Object>> rows(String part) {
		return rows(part, "the-id");
	}

	// Only javac of newer JDKs reads from JdbcTemplate that values may be null
	@SuppressWarnings("NullAway")
	private List<Map<String, Object>> rows(String part, String id) {
		List<String> queries = FAQ.blocks("sql")
			.stream()
			.filter((sql) -> sql.replaceAll("\\s+", " ").contains(part))
			.toList();
		assertThat(queries).hasSize(1);
		return this.jdbc.queryForList(queries.get(0).replace("the-id", id));
	}

	@Component
	static class TenantStores {

		private final Map<String, PostgresPersistenceProvider> stores = new ConcurrentHashMap<>();

		private final DataSource dataSource;

		private final PlatformTransactionManager transactionManager;

		TenantStores(DataSource dataSource, PlatformTransactionManager transactionManager) {
			this.dataSource = dataSource;
			this.transactionManager = transactionManager;
		}

		PostgresPersistenceProvider of(String tenant) {
			return this.stores.computeIfAbsent(tenant, this::open);
		}

		private PostgresPersistenceProvider open(String tenant) {
			PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(this.dataSource)
				.schema("tenant_" + tenant)
				.transactionManager(this.transactionManager)
				.build();
			store.ensureStoreExists();
			return store;
		}

	}

	@Component
	static class PaidOrders {

		private final PersistenceProvider store;

		private final Clock clock;

		PaidOrders(PersistenceProvider store, Clock clock) {
			this.store = store;
			this.clock = clock;
		}

		// Starts a workflow that waits until its order is paid
		@Transactional
		public String start(String orderId, JsonNode order) {
			ExecutionPointer waiting = ExecutionPointer.create(0)
				.toBuilder()
				.stepName("wait for payment")
				.status(PointerStatus.WAITING_FOR_EVENT)
				.build();
			WorkflowInstance instance = WorkflowInstance.create("order", 1, order)
				.toBuilder()
				.executionPointers(List.of(waiting))
				.nextExecution(null) // nothing to do until the event comes
				.build();
			this.store.createNewWorkflow(instance);
			this.store.createEventSubscription(EventSubscription.create(instance.id(), waiting.stepId(), waiting.id(),
					"paid", orderId, this.clock.instant()));
			return instance.id();
		}

		// Publishes the event, and has it delivered
		@Transactional
		public void paid(String orderId) {
			Instant now = this.clock.instant();
			Event event = Event.create("paid", orderId, null).toBuilder().eventTime(now).build();
			this.store.createEvent(event);
			this.store.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, event.id(), now));
		}

		// The loop: each due command goes to one node, in its own transaction
		@Scheduled(fixedDelay = 500)
		public void handleDueCommands() {
			this.store.processCommands(this.clock.instant(), this::handle);
		}

		private void handle(ScheduledCommand command) {
			switch (command.commandName()) {
				case PROCESS_EVENT -> deliver(this.store.getEvent(command.data()));
				case PROCESS_WORKFLOW -> advance(this.store.getWorkflowInstance(command.data()));
			}
		}

		// Wakes all that wait for the event. A deleted workflow is not found
		private void deliver(Event event) {
			for (EventSubscription subscription : this.store.getSubscriptions(event.eventName(), event.eventKey(),
					event.eventTime())) {
				for (WorkflowInstance instance : this.store.getWorkflowInstances(List.of(subscription.workflowId()))) {
					List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
					pointers.replaceAll((pointer) -> pointer.id().equals(subscription.executionPointerId())
							? pointer.toBuilder().eventPublished(true).eventData(event.eventData()).build() : pointer);
					this.store.persistWorkflow(instance.toBuilder().executionPointers(pointers).build());
					this.store.scheduleCommand(
							ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, instance.id(), this.clock.instant()));
				}
				this.store.terminateSubscription(subscription.id());
			}
			this.store.markEventProcessed(event.id());
		}

		// What is to be done when the order is paid. Here the workflow ends
		private void advance(WorkflowInstance instance) {
			this.store.persistWorkflow(instance.toBuilder()
				.status(WorkflowStatus.COMPLETE)
				.completeTime(this.clock.instant())
				.nextExecution(null)
				.build());
		}

	}

}
