package io.wfe.postgres;

import java.time.Instant;
import java.util.List;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowQuery;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Calls each operation of a store once, successfully.
 */
public final class EveryOperation {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private EveryOperation() {
	}

	/**
	 * Calls all operations. Empties the store.
	 */
	public static void callOn(PostgresPersistenceProvider provider) {
		provider.ensureStoreExists();
		provider.validateStore();
		provider.truncateAll();
		String workflow = callWorkflows(provider);
		callSubscriptions(provider, workflow);
		callEvents(provider);
		provider.persistErrors(List.of(new ExecutionError(NOW, "workflow", "pointer", "message")));
		provider.getErrors("workflow");
		provider.getLatestErrors("workflow", 1);
		provider.purgeErrors(NOW, 1);
		provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "event", NOW));
		provider.processCommands(NOW, 1, (command) -> {
		});
		provider.getBacklog(NOW);
		provider.estimateSize();
		provider.callExclusively("name", () -> 1);
		provider.runExclusively("name", () -> {
		});
	}

	private static String callWorkflows(PostgresPersistenceProvider provider) {
		String id = provider.createNewWorkflow(workflow());
		WorkflowInstance instance = provider.createWorkflowInstance(workflow());
		instance = provider.persistWorkflow(instance);
		provider.persistWorkflowWithSubscriptions(instance, List.of());
		provider.getRunnableInstances(NOW, 1);
		provider.getWorkflowInstance(id);
		provider.getWorkflowInstanceByName(instance.name());
		provider.getWorkflowInstances(List.of(id));
		provider.nextDefinitionSequence("d");
		provider.findWorkflows(WorkflowQuery.builder().build());
		provider.countWorkflows(1);
		provider.suspendWorkflow(id);
		provider.resumeWorkflow(id);
		provider.terminateWorkflow(id, NOW);
		provider.purgeWorkflows(WorkflowStatus.COMPLETE, NOW, 1);
		provider.purgeWorkflow(id);
		return instance.id();
	}

	private static void callSubscriptions(PostgresPersistenceProvider provider, String workflow) {
		String id = provider
			.createEventSubscription(EventSubscription.create(workflow, 0, "pointer", "name", "key", NOW));
		provider.getSubscriptions("name", "key", NOW);
		provider.getFirstOpenSubscription("name", "key", NOW);
		provider.getSubscriptionsByWorkflow("workflow", 1);
		provider.getSubscription(id);
		provider.setSubscriptionToken(id, "token", "worker", NOW);
		provider.clearSubscriptionToken(id, "token");
		provider.terminateSubscription(id);
	}

	private static void callEvents(PostgresPersistenceProvider provider) {
		String id = provider.createEvent(event());
		provider.getEvent(id);
		provider.getRunnableEvents(NOW, 1);
		provider.getEvents("name", "key", NOW);
		provider.findEvents("name", "key", NOW, 1);
		provider.markEventProcessed(id);
		provider.markEventUnprocessed(id);
		provider.purgeEvents(NOW, 1);
	}

	static WorkflowInstance workflow() {
		return WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode());
	}

	static Event event() {
		return Event.create("name", "key", JsonNodeFactory.instance.objectNode());
	}

}
