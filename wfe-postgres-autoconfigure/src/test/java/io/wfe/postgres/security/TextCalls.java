package io.wfe.postgres.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.postgres.PostgresPersistenceProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of a store with one text in each place that takes a text, which has to come back.
 */
final class TextCalls {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final PostgresPersistenceProvider store;

	private final String text;

	private final JsonNode json;

	TextCalls(PostgresPersistenceProvider store, String text) {
		this.store = store;
		this.text = text;
		this.json = JsonNodeFactory.instance.objectNode().put(text, text);
	}

	void callAll() {
		this.store.truncateAll();
		callWorkflows();
		callSubscriptions();
		callEvents();
		this.store.persistErrors(List.of(new ExecutionError(NOW, this.text, this.text, this.text)));
		assertThat(this.store.getErrors(this.text)).extracting(ExecutionError::message).containsExactly(this.text);
		this.store.getLatestErrors(this.text, 1);
		this.store.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, this.text, NOW));
		List<String> handled = new ArrayList<>();
		this.store.processCommands(NOW, 1, (command) -> handled.add(command.data()));
		assertThat(handled).containsExactly(this.text);
		assertThat(this.store.callExclusively(this.text, () -> 1)).contains(1);
	}

	private void callWorkflows() {
		WorkflowInstance instance = this.store.createWorkflowInstance(WorkflowInstance.create(this.text, 1, this.json)
			.toBuilder()
			.id(this.text)
			.name(this.text)
			.rootWorkflowId(this.text)
			.description(this.text)
			.reference(this.text)
			.executionPointers(List.of(pointer(this.text)))
			.build());
		instance = this.store.persistWorkflow(
				instance.toBuilder().executionPointers(List.of(pointer(this.text + "2"), pointer(this.text))).build());
		assertThat(this.store.getWorkflowInstance(this.text)).isEqualTo(instance);
		assertThat(this.store.getWorkflowInstanceByName(this.text)).isEqualTo(instance);
		assertThat(this.store.getWorkflowInstances(List.of(this.text, this.text + "3"))).containsExactly(instance);
		assertThat(this.store.nextDefinitionSequence(this.text)).isEqualTo(1);
		WorkflowQuery query = WorkflowQuery.builder()
			.status(WorkflowStatus.RUNNABLE)
			.workflowDefinitionId(this.text)
			.reference(this.text)
			.rootWorkflowId(this.text)
			.namePrefix(this.text)
			.build();
		assertThat(this.store.findWorkflows(query).workflows()).hasSize(1);
		assertThat(this.store.purgeWorkflow(this.text)).isFalse();
	}

	private ExecutionPointer pointer(String id) {
		return ExecutionPointer.create(1)
			.toBuilder()
			.id(id)
			.persistenceData(this.json)
			.eventName(this.text)
			.eventKey(this.text)
			.eventData(this.json)
			.stepName(this.text)
			.children(List.of(this.text))
			.contextItem(this.json)
			.predecessorId(this.text)
			.outcome(this.json)
			.scope(List.of(this.text))
			.extensionAttributes(Map.of(this.text, this.json))
			.build();
	}

	private void callSubscriptions() {
		EventSubscription subscription = EventSubscription.create(this.text, 1, this.text, this.text, this.text, NOW)
			.toBuilder()
			.id(this.text)
			.subscriptionData(this.json)
			.build();
		this.store.createEventSubscription(subscription);
		assertThat(this.store.getSubscriptions(this.text, this.text, NOW)).containsExactly(subscription);
		assertThat(this.store.getFirstOpenSubscription(this.text, this.text, NOW)).contains(subscription);
		assertThat(this.store.getSubscriptionsByWorkflow(this.text, 10)).containsExactly(subscription);
		assertThat(this.store.setSubscriptionToken(this.text, this.text, this.text, NOW)).isTrue();
		assertThat(this.store.getSubscription(this.text).externalToken()).isEqualTo(this.text);
		this.store.clearSubscriptionToken(this.text, this.text);
		this.store.terminateSubscription(this.text);
	}

	private void callEvents() {
		Event event = Event.create(this.text, this.text, this.json).toBuilder().id(this.text).eventTime(NOW).build();
		this.store.createEvent(event);
		assertThat(this.store.getEvent(this.text)).isEqualTo(event);
		assertThat(this.store.getEvents(this.text, this.text, NOW)).containsExactly(this.text);
		assertThat(this.store.findEvents(this.text, this.text, NOW, 10)).containsExactly(event);
		this.store.markEventProcessed(this.text);
		this.store.markEventUnprocessed(this.text);
	}

}
