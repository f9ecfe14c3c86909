package io.wfe.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.persistence.StuckReason;
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
		provider.findErrors(NOW, 1);
		provider.purgeErrors(NOW, 1);
		provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "event", NOW));
		provider.processCommands(NOW, 1, (command) -> {
		});
		provider.getBacklog(NOW);
		provider.getActivity(NOW, 1);
		provider.findStuckWorkflows(StuckReason.DUE, NOW, 1);
		callExecution(provider);
		provider.estimateSize();
		provider.callExclusively("name", () -> 1);
		provider.runExclusively("name", () -> {
		});
	}

	private static void callExecution(PostgresPersistenceProvider provider) {
		Duration lease = Duration.ofMinutes(1);
		DefinitionKey definition = new DefinitionKey("d", 1);
		provider.registerHost("host", "name", "version", lease);
		provider.renewHost("host", lease, List.of());
		provider.findHosts();
		provider.reserveDefinitionSequence("d", 2);
		WorkflowInstance suspended = workflow().toBuilder().status(WorkflowStatus.SUSPENDED).build();
		provider.startWorkflows(List.of(new NewWorkflow(workflow(), Duration.ZERO, null),
				new NewWorkflow(suspended, Duration.ZERO, null)));
		provider.timeUntilDue(List.of(definition));
		provider.findUnknownDefinitions(List.of());
		WorkflowInstance claimed = provider.claimWorkflows("host", List.of(definition), 1).get(0);
		provider.findOwnedWorkflows("host", List.of(definition));
		provider.persistPasses("host", List.of(new PassWrite(claimed, false, List.of(), List.of(),
				List.of(EventSubscription.create(claimed.id(), 0, "pointer", EventNames.ACTIVITY, "activity", NOW)),
				Set.of(), List.of(), List.of(), List.of(), false)));
		provider.lookBackOrRelease("host", claimed);
		provider.releaseWorkflows("host", List.of(claimed.id()));
		provider.findWorkflow(claimed.id());
		provider.retryFailedSteps(suspended.id());
		provider.publishEvents(
				List.of(new NewEvent("published", "name", "key", JsonNodeFactory.instance.nullNode(), null)));
		provider.deliverEvent("published", 1);
		provider.deliverEvents(List.of("published"), 1);
		provider.deliverDueEvents(1);
		String token = provider.claimActivity("activity", "worker", lease).orElseThrow().token();
		provider.renewActivity(token, lease);
		provider.releaseActivity(token);
		provider.completeActivity(token, JsonNodeFactory.instance.nullNode());
		provider.findUserTasks(null, 1);
		provider.releaseHost("host");
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
