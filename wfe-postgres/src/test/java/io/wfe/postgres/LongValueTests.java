package io.wfe.postgres;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for values that the tables of the Rust implementation take, and that would be too
 * long for an index of ours: before a store is adopted, and after.
 */
class LongValueTests {

	@RegisterExtension
	static final TestStore store = TestStore.create();

	/**
	 * What an index of one column takes, which is 2704 bytes with what the server adds.
	 */
	private static final String ID = text(2690);

	private static final String REFERENCE = text(3000);

	private static final String ROOT = text(4000);

	private static final String DEFINITION = text(5000);

	private static final String OF_ERROR = text(6000);

	/**
	 * An index of Rust's holds both.
	 */
	private static final String EVENT_NAME = text(1340);

	private static final String EVENT_KEY = text(1340);

	/**
	 * Base64 has six bits in each byte, which the server does not make use of.
	 */
	private static final String BORDERLINE = text(3300);

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	/**
	 * Returns text that cannot be compressed.
	 */
	private static String text(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes).substring(0, length);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatRustStoresIsAdoptedAndFound(boolean before) {
		try (TestStore store = TestStore.builder().withoutTables().open()) {
			JdbcTemplate rust = store.jdbc();
			PostgresPersistenceProvider provider = store.provider();
			RustStore.create(rust);
			if (before) {
				insert(rust);
				provider.ensureStoreExists();
			}
			else {
				provider.ensureStoreExists();
				insert(rust);
			}
			assertFound(provider);
		}
	}

	private static void insert(JdbcTemplate rust) {
		rust.update(
				"INSERT INTO wfc.workflows (id, name, root_workflow_id, definition_id, version, reference, status, "
						+ "next_execution, create_time) VALUES (?, ?, ?, ?, 1, ?, 'Runnable', 0, '2030-01-01 00:00Z')",
				ID, ID, ROOT, DEFINITION, REFERENCE);
		rust.update("INSERT INTO wfc.execution_errors (error_time, workflow_id, execution_pointer_id, message) "
				+ "VALUES ('2030-01-01 00:00Z', ?, ?, 'm')", OF_ERROR, OF_ERROR);
		rust.update("INSERT INTO wfc.events (id, event_name, event_key, event_time) "
				+ "VALUES (?, ?, ?, '2030-01-01 00:00Z')", ID, EVENT_NAME, EVENT_KEY);
		rust.update(
				"INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name, "
						+ "event_key, subscribe_as_of) VALUES (?, ?, 1, 'p', ?, ?, '2030-01-01 00:00Z')",
				ID, ID, EVENT_NAME, EVENT_KEY);
	}

	private static void assertFound(PostgresPersistenceProvider provider) {
		for (WorkflowQuery query : List.of(WorkflowQuery.builder().workflowDefinitionId(DEFINITION).build(),
				WorkflowQuery.builder().reference(REFERENCE).build(),
				WorkflowQuery.builder().rootWorkflowId(ROOT).build(),
				WorkflowQuery.builder().namePrefix(ID.substring(0, 2000)).build())) {
			assertThat(provider.findWorkflows(query).workflows()).extracting(WorkflowSummary::id).containsExactly(ID);
		}
		assertThat(provider.getRunnableInstances(LATER)).contains(ID);
		assertThat(provider.getErrors(OF_ERROR)).extracting(ExecutionError::workflowId).containsExactly(OF_ERROR);
		assertThat(provider.getRunnableEvents(LATER)).contains(ID);
		assertThat(provider.getEvents(EVENT_NAME, EVENT_KEY, LATER)).containsExactly(ID);
		assertThat(provider.findEvents(EVENT_NAME, EVENT_KEY, Instant.EPOCH, 1)).extracting(Event::id)
			.containsExactly(ID);
		assertThat(provider.getSubscriptions(EVENT_NAME, EVENT_KEY, LATER)).extracting(EventSubscription::id)
			.containsExactly(ID);
		WorkflowPage page = provider.findWorkflows(WorkflowQuery.builder().pageSize(1).build());
		assertThat(page.workflows()).extracting(WorkflowSummary::id).containsExactly(ID);
		WorkflowPage next = provider.findWorkflows(WorkflowQuery.builder().pageSize(10).after(page.next()).build());
		assertThat(next.workflows()).extracting(WorkflowSummary::id).doesNotContain(ID).isNotEmpty();
		WorkflowInstance persisted = provider
			.persistWorkflow(provider.getWorkflowInstance(ID).toBuilder().description("changed").build());
		assertThat(persisted.reference()).isEqualTo(REFERENCE);
	}

	static Stream<Arguments> writes() {
		EventSubscription subscription = EventSubscription.create("w", 1, "p", "event", "key", LATER);
		Event event = Event.create("event", "key", JsonNodeFactory.instance.nullNode());
		WorkflowInstance instance = WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode());
		ExecutionPointer pointer = ExecutionPointer.create(1).toBuilder().id(BORDERLINE).build();
		return Stream.of(
				write("id", (provider) -> provider.createNewWorkflow(instance.toBuilder().id(BORDERLINE).build())),
				write("name", (provider) -> provider.createNewWorkflow(instance.toBuilder().name(BORDERLINE).build())),
				write("name",
						(provider) -> provider
							.persistWorkflow(provider.getWorkflowInstance("w").toBuilder().name(BORDERLINE).build())),
				write("id", (provider) -> provider.persistWorkflow(
						provider.getWorkflowInstance("w").toBuilder().executionPointers(List.of(pointer)).build())),
				write("id",
						(provider) -> provider
							.persistWorkflow(instance.toBuilder().id("w").executionPointers(List.of(pointer)).build())),
				write("eventKey",
						(provider) -> provider.persistWorkflowWithSubscriptions(provider.getWorkflowInstance("w"),
								List.of(subscription.toBuilder().eventKey(BORDERLINE).build()))),
				write("eventName",
						(provider) -> provider
							.createEventSubscription(subscription.toBuilder().eventName(BORDERLINE).build())),
				write("eventKey", (provider) -> provider.createEvent(event.toBuilder().eventKey(BORDERLINE).build())),
				write("data",
						(provider) -> provider
							.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_EVENT, BORDERLINE, LATER))),
				write("definitionId", (provider) -> provider.nextDefinitionSequence(BORDERLINE)));
	}

	private static Arguments write(String field, Consumer<PostgresPersistenceProvider> write) {
		return Arguments.of(field, write);
	}

	@ParameterizedTest
	@MethodSource("writes")
	void whatOnlyTheServerCanRefuseIsNamedToo(String field, Consumer<PostgresPersistenceProvider> write) {
		PostgresPersistenceProvider provider = store.provider();
		provider.createNewWorkflow(
				WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode()).toBuilder().id("w").build());
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> write.accept(provider))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo(field))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400));
	}

}
