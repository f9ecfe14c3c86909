package io.wfe.postgres;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One database serves the Rust implementation and this one: a store that the Rust
 * implementation has created is adopted, and its statements work on it ever after.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RustStoreTests {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	@RegisterExtension
	static final TestStore store = TestStore.builder().withoutTables().open();

	private final JdbcTemplate rust = store.jdbc();

	private final PostgresPersistenceProvider provider = store.provider();

	@BeforeAll
	static void adopt() {
		RustStore.create(store.jdbc());
		store.provider().ensureStoreExists();
		store.provider().validateStore();
	}

	@Test
	@Order(1)
	void whenAdoptedThenWorkflowsAreReadBackEqual() {
		WorkflowInstance loaded = this.provider.getWorkflowInstance("w-1");
		assertThat(loaded.toBuilder().revision(null).build()).isEqualTo(WorkflowInstance.builder()
			.id("w-1")
			.name("ship-1")
			.rootWorkflowId("w-0")
			.workflowDefinitionId("ship")
			.version(3)
			.description("first")
			.reference("ref-1")
			.status(WorkflowStatus.SUSPENDED)
			.data(JSON.objectNode().put("total", new BigDecimal("12.50")).set("none", JSON.nullNode()))
			.nextExecution(Instant.ofEpochMilli(1893456000123L))
			.createTime(Instant.parse("2029-12-31T23:59:59.123456Z"))
			.executionPointers(List.of(packed(), waiting()))
			.build());
		WorkflowInstance other = this.provider.getWorkflowInstanceByName("ship-2");
		assertThat(other.toBuilder().revision(null).build()).isEqualTo(WorkflowInstance.builder()
			.id("w-2")
			.name("ship-2")
			.workflowDefinitionId("ship")
			.status(WorkflowStatus.COMPLETE)
			.data(JSON.nullNode())
			.createTime(Instant.parse("2029-01-01T00:00:00Z"))
			.completeTime(Instant.parse("2029-01-02T00:00:00Z"))
			.build());
	}

	private static ExecutionPointer packed() {
		return ExecutionPointer.builder()
			.id("p-b")
			.status(PointerStatus.COMPLETE)
			.persistenceData(JSON.objectNode().put("children_active", true))
			.startTime(Instant.parse("2029-12-31T10:00:00Z"))
			.endTime(Instant.parse("2029-12-31T10:00:01Z"))
			.stepName("pack")
			.retryCount(2)
			.children(List.of("p-a"))
			.outcome(JSON.stringNode("ok"))
			.build();
	}

	private static ExecutionPointer waiting() {
		return ExecutionPointer.builder()
			.id("p-a")
			.stepId(1)
			.active(true)
			.status(PointerStatus.WAITING_FOR_EVENT)
			.sleepUntil(Instant.parse("2030-01-01T00:00:00Z"))
			.eventName("paid")
			.eventKey("o-1")
			.eventPublished(true)
			.eventData(JSON.nullNode())
			.contextItem(JSON.numberNode(7))
			.predecessorId("p-b")
			.scope(List.of("p-b", "p-x"))
			.extensionAttributes(Map.of("k", JSON.arrayNode().add(1).add(2)))
			.build();
	}

	@Test
	@Order(1)
	void whenAdoptedThenEventsAreReadBackEqual() {
		assertThat(this.provider.getEvent("e-1"))
			.isEqualTo(new Event("e-1", "paid", "o-1", JSON.objectNode().put("amount", new BigDecimal("1e400")),
					Instant.parse("2029-12-31T09:00:00Z"), false));
		assertThat(this.provider.getEvent("e-2"))
			.isEqualTo(new Event("e-2", "paid", "o-1", JSON.nullNode(), Instant.parse("2029-12-31T08:00:00Z"), true));
		assertThat(this.provider.getEvents("paid", "o-1", Instant.parse("2030-01-01T00:00:00Z"))).containsExactly("e-2",
				"e-1");
	}

	@Test
	@Order(1)
	void whenAdoptedThenSubscriptionsAreReadBackEqual() {
		assertThat(this.provider.getSubscription("s-1")).isEqualTo(EventSubscription.builder()
			.id("s-1")
			.workflowId("w-1")
			.stepId(1)
			.executionPointerId("p-a")
			.eventName("paid")
			.eventKey("o-1")
			.subscribeAsOf(Instant.parse("2029-12-31T07:00:00Z"))
			.subscriptionData(JSON.arrayNode().add(true))
			.build());
		EventSubscription held = this.provider.getSubscription("s-2");
		assertThat(held.externalToken()).isEqualTo("token");
		assertThat(held.externalWorkerId()).isEqualTo("worker");
		assertThat(held.externalTokenExpiry()).isNull();
		assertThat(this.provider.getSubscriptions("paid", "o-1", Instant.parse("2030-01-01T00:00:00Z")))
			.extracting(EventSubscription::id)
			.containsExactly("s-1");
	}

	@Test
	@Order(1)
	void whenAdoptedThenErrorsAndSequencesAreReadBack() {
		assertThat(this.provider.getErrors("w-1"))
			.containsExactly(new ExecutionError(Instant.parse("2029-12-31T11:00:00Z"), "w-1", "p-b", "out of tape"));
		assertThat(this.provider.nextDefinitionSequence("ship")).isEqualTo(3);
	}

	@Test
	@Order(2)
	void whenAdoptedThenCommandsAreReadBackEqual() {
		List<ScheduledCommand> commands = new ArrayList<>();
		this.provider.processCommands(Instant.ofEpochMilli(1893456000123L), commands::add);
		assertThat(commands).containsExactly(ScheduledCommand.create(CommandName.PROCESS_EVENT, "e-1", Instant.EPOCH),
				ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, "w-1", Instant.ofEpochMilli(1893456000123L)));
		assertThat(this.rust.queryForObject("SELECT count(*) FROM wfc.scheduled_commands", Integer.class)).isZero();
	}

	@Test
	@Order(3)
	void whenRustCreatesItsStoreAgainThenNothingFails() {
		RustStore.TABLES.forEach(this.rust::execute);
		this.rust.execute("ALTER TABLE wfc.workflows ADD COLUMN IF NOT EXISTS last_heartbeat_at TIMESTAMPTZ");
		this.provider.ensureStoreExists();
	}

	@Test
	@Order(4)
	void whenRustWritesThenItIsReadAndARevisionFromBeforeIsOutOfDate() {
		WorkflowInstance before = this.provider.getWorkflowInstance("w-1");
		rustPersists("w-1", "Runnable", "p-new-2", "p-new-1");
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> this.provider.persistWorkflow(before));
		WorkflowInstance after = this.provider.getWorkflowInstance("w-1");
		assertThat(after.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		assertThat(after.executionPointers()).extracting(ExecutionPointer::id).containsExactly("p-new-2", "p-new-1");
		assertThat(this.rust.queryForObject("SELECT last_heartbeat_at IS NOT NULL FROM wfc.workflows WHERE id = 'w-1'",
				Boolean.class))
			.isTrue();
	}

	@Test
	@Order(5)
	void whenWeWriteThenRustReadsWhatItCanRead() {
		WorkflowInstance loaded = this.provider.getWorkflowInstance("w-1");
		List<ExecutionPointer> pointers = new ArrayList<>(loaded.executionPointers());
		pointers.add(1, ExecutionPointer.create(9));
		this.provider.persistWorkflow(loaded.toBuilder().executionPointers(pointers).build());
		var rows = this.rust.queryForList("SELECT * FROM wfc.execution_pointers WHERE workflow_id = 'w-1'");
		assertThat(rows).hasSize(3);
		// What Rust reads into types that know no null
		assertThat(rows).allSatisfy((row) -> assertThat(row)
			.extractingByKeys("active", "status", "event_published", "retry_count", "children", "scope",
					"extension_attributes")
			.doesNotContainNull());
		assertThat(this.rust.queryForList("SELECT * FROM wfc.workflows WHERE id = 'w-1'")).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("status", "Runnable")
				.containsEntry("definition_id", "ship")
				.containsEntry("next_execution", 1893456000123L));
	}

	@Test
	@Order(6)
	void whenRustWritesAgainAfterUsThenThePointersAreInItsOrder() {
		rustPersists("w-1", "Runnable", "p-z", "p-y", "p-x");
		assertThat(this.provider.getWorkflowInstance("w-1").executionPointers()).extracting(ExecutionPointer::id)
			.containsExactly("p-z", "p-y", "p-x");
	}

	@Test
	@Order(7)
	void whenRustUsesItsOtherStatementsThenTheyWork() {
		this.rust.update("INSERT INTO wfc.events (id, event_name, event_key, event_data, event_time, is_processed) "
				+ "VALUES ('e-3', 'n', 'k', '{}'::jsonb, now(), false)");
		this.rust.update("UPDATE wfc.events SET is_processed = TRUE WHERE id = 'e-3'");
		assertThat(this.provider.getEvent("e-3").processed()).isTrue();
		this.rust.update("INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, "
				+ "event_name, event_key, subscribe_as_of, subscription_data, external_token, external_worker_id, "
				+ "external_token_expiry) VALUES ('s-3', 'w-1', 1, 'p', 'n', 'k', now(), NULL, NULL, NULL, NULL)");
		this.rust.update("UPDATE wfc.event_subscriptions SET external_token = 't', external_worker_id = 'w', "
				+ "external_token_expiry = now() + interval '1 hour' WHERE id = 's-3' AND external_token IS NULL");
		assertThat(this.provider.getSubscriptions("n", "k", Instant.parse("2100-01-01T00:00:00Z"))).isEmpty();
		this.rust.update("DELETE FROM wfc.event_subscriptions WHERE id = 's-3'");
		String schedule = "INSERT INTO wfc.scheduled_commands (command_name, data, execute_time) VALUES "
				+ "('ProcessWorkflow', 'w-9', ?) ON CONFLICT (command_name, data) DO UPDATE SET execute_time = ?";
		this.rust.update(schedule, 1L, 1L);
		this.rust.update(schedule, 2L, 2L);
		List<ScheduledCommand> commands = new ArrayList<>();
		this.provider.processCommands(Instant.ofEpochMilli(2), commands::add);
		assertThat(commands).singleElement().extracting(ScheduledCommand::data).isEqualTo("w-9");
		this.rust.update("INSERT INTO wfc.execution_errors (error_time, workflow_id, execution_pointer_id, message) "
				+ "VALUES (now(), 'w-9', 'p', 'm')");
		assertThat(this.provider.getErrors("w-9")).hasSize(1);
		this.rust.update("INSERT INTO wfc.definition_sequences (definition_id, next_num) VALUES ('ship', 1) "
				+ "ON CONFLICT (definition_id) DO UPDATE SET next_num = wfc.definition_sequences.next_num + 1");
		assertThat(this.provider.nextDefinitionSequence("ship")).isEqualTo(5);
		assertThat(this.rust.queryForList("SELECT * FROM wfc.events WHERE id = 'e-3'")).singleElement()
			.satisfies((row) -> assertThat(row).containsOnlyKeys("id", "event_name", "event_key", "event_data",
					"event_time", "is_processed"));
	}

	@Test
	@Order(8)
	void whenTokenHasExpiredThenRustCanTakeTheSubscriptionAfterCommandsAreProcessed() {
		String rustTakes = "UPDATE wfc.event_subscriptions SET external_token = 'rust', external_worker_id = 'w', "
				+ "external_token_expiry = now() + interval '1 hour' WHERE id = 's-4' AND external_token IS NULL";
		this.provider.createEventSubscription(
				EventSubscription.create("w-1", 1, "p", "activity", "0", Instant.EPOCH).toBuilder().id("s-4").build());
		this.provider.setSubscriptionToken("s-4", "ours", "worker", Instant.EPOCH);
		assertThat(this.rust.update(rustTakes)).isZero();
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "e", Instant.EPOCH));
		List<String> tokens = new ArrayList<>();
		String readToken = "SELECT external_token FROM wfc.event_subscriptions WHERE id = 's-4'";
		this.provider.processCommands(Instant.EPOCH,
				(command) -> tokens.add(this.rust.queryForObject(readToken, String.class)));
		// Not while a handler runs, which may take long and would keep others waiting
		assertThat(tokens).containsExactly("ours");
		this.provider.processCommands(Instant.EPOCH, (command) -> {
		});
		assertThat(this.rust.queryForMap("SELECT external_token, external_worker_id, external_token_expiry "
				+ "FROM wfc.event_subscriptions WHERE id = 's-4'"))
			.allSatisfy((column, value) -> assertThat(value).isNull());
		assertThat(this.rust.update(rustTakes)).isOne();
		this.provider.processCommands(Instant.EPOCH, (command) -> {
		});
		assertThat(this.provider.getSubscription("s-4").externalToken()).isEqualTo("rust");
	}

	private void rustPersists(String workflowId, String status, String... pointers) {
		this.rust.update(
				"UPDATE wfc.workflows SET status = ?, data = '{}'::jsonb, last_heartbeat_at = now() WHERE id = ?",
				status, workflowId);
		this.rust.update("DELETE FROM wfc.execution_pointers WHERE workflow_id = ?", workflowId);
		for (String pointer : pointers) {
			this.rust
				.update("INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, "
						+ "persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, "
						+ "step_name, retry_count, children, context_item, predecessor_id, outcome, scope, "
						+ "extension_attributes) VALUES (?, ?, 1, true, 'Pending', NULL, NULL, NULL, NULL, NULL, NULL, "
						+ "false, NULL, NULL, 0, '[]'::jsonb, NULL, NULL, NULL, '[]'::jsonb, '{}'::jsonb)", pointer,
						workflowId);
		}
	}

}
