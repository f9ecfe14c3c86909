package io.wfe.postgres;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StuckReason;
import io.wfe.core.persistence.WorkflowQuery;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One typical call of each operation of a store, by the operation's name.
 */
class StoreOperations {

	static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final int LIMIT = 100;

	private final PersistenceProvider store;

	private final Map<String, Runnable> calls = new LinkedHashMap<>();

	/**
	 * Creates what the calls need.
	 */
	StoreOperations(PersistenceProvider store) {
		this.store = store;
		addWorkflows();
		addSubscriptions();
		addEvents();
		addCommandsAndErrors();
		new EngineOperations(this.store, this.calls).add();
	}

	/**
	 * Returns the calls. Each may be done once.
	 */
	Map<String, Runnable> calls() {
		return this.calls;
	}

	/**
	 * Returns the names of all operations that reach the database.
	 */
	static Set<String> names() {
		Set<String> names = Arrays.stream(PersistenceProvider.class.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()))
			.map(Method::getName)
			.collect(Collectors.toCollection(TreeSet::new));
		names.removeAll(Set.of("supportsScheduledCommands", "ensureStoreExists", "transactions", "wakeUps"));
		return names;
	}

	static WorkflowInstance workflow(String id) {
		return WorkflowInstance.create("orders", 1, JsonNodeFactory.instance.objectNode().put("a", 1))
			.toBuilder()
			.id(id)
			.executionPointers(IntStream.range(0, 10)
				.mapToObj((i) -> ExecutionPointer.create(i).toBuilder().id(id + "-" + i).build())
				.toList())
			.build();
	}

	private static EventSubscription subscription(String id) {
		return EventSubscription.create("stored", 1, "stored-1", "paid", id, NOW).toBuilder().id(id).build();
	}

	private void addWorkflows() {
		WorkflowInstance stored = this.store.createWorkflowInstance(workflow("stored"));
		WorkflowInstance waiting = this.store.createWorkflowInstance(workflow("waiting"));
		this.store.createWorkflowInstance(workflow("controlled"));
		for (String id : List.of("done", "ended")) {
			this.store.createWorkflowInstance(workflow(id).toBuilder()
				.status(WorkflowStatus.TERMINATED)
				.completeTime(id.equals("done") ? Instant.EPOCH : NOW)
				.build());
		}
		this.calls.put("createNewWorkflow", () -> this.store.createNewWorkflow(workflow("new")));
		this.calls.put("createWorkflowInstance", () -> this.store.createWorkflowInstance(workflow("new-2")));
		this.calls.put("persistWorkflow",
				() -> this.store.persistWorkflow(stored.toBuilder()
					.executionPointers(List.of(stored.executionPointers().get(0).toBuilder().retryCount(1).build(),
							stored.executionPointers().get(1), ExecutionPointer.create(11)))
					.build()));
		this.calls.put("persistWorkflowWithSubscriptions", () -> this.store.persistWorkflowWithSubscriptions(waiting,
				List.of(subscription("with-workflow").toBuilder().workflowId("waiting").build())));
		this.calls.put("getRunnableInstances", () -> this.store.getRunnableInstances(NOW, LIMIT));
		this.calls.put("getWorkflowInstance", () -> this.store.getWorkflowInstance("stored"));
		this.calls.put("getWorkflowInstanceByName", () -> this.store.getWorkflowInstanceByName(stored.name()));
		this.calls.put("getWorkflowInstances", () -> this.store.getWorkflowInstances(List.of("stored", "waiting")));
		this.calls.put("nextDefinitionSequence", () -> this.store.nextDefinitionSequence("orders"));
		this.calls.put("findWorkflows",
				() -> this.store.findWorkflows(WorkflowQuery.builder().status(WorkflowStatus.SUSPENDED).build()));
		this.calls.put("countWorkflows", this.store::countWorkflows);
		this.calls.put("suspendWorkflow", () -> this.store.suspendWorkflow("controlled"));
		this.calls.put("resumeWorkflow", () -> this.store.resumeWorkflow("controlled"));
		this.calls.put("terminateWorkflow", () -> this.store.terminateWorkflow("controlled", NOW));
		this.calls.put("purgeWorkflows", () -> this.store.purgeWorkflows(WorkflowStatus.TERMINATED, NOW, LIMIT));
		this.calls.put("purgeWorkflow", () -> this.store.purgeWorkflow("ended"));
		this.calls.put("getBacklog", () -> this.store.getBacklog(NOW));
		this.calls.put("findStuckWorkflows", () -> {
			for (StuckReason reason : StuckReason.values()) {
				this.store.findStuckWorkflows(reason, NOW, LIMIT);
			}
		});
		this.calls.put("getActivity", () -> this.store.getActivity(NOW, LIMIT));
	}

	private void addSubscriptions() {
		List.of("claimed", "cleared", "ended").forEach((id) -> this.store.createEventSubscription(subscription(id)));
		this.store.setSubscriptionToken("cleared", "token", "worker", NOW);
		this.calls.put("createEventSubscription", () -> this.store.createEventSubscription(subscription("new")));
		this.calls.put("getSubscriptions", () -> this.store.getSubscriptions("paid", "claimed", NOW));
		this.calls.put("getFirstOpenSubscription", () -> this.store.getFirstOpenSubscription("paid", "claimed", NOW));
		this.calls.put("getSubscriptionsByWorkflow", () -> this.store.getSubscriptionsByWorkflow("stored", LIMIT));
		this.calls.put("getSubscription", () -> this.store.getSubscription("claimed"));
		this.calls.put("setSubscriptionToken",
				() -> this.store.setSubscriptionToken("claimed", "token", "worker", NOW));
		this.calls.put("clearSubscriptionToken", () -> this.store.clearSubscriptionToken("cleared", "token"));
		this.calls.put("terminateSubscription", () -> this.store.terminateSubscription("ended"));
	}

	private void addEvents() {
		Event event = Event.create("paid", "order-7", JsonNodeFactory.instance.objectNode());
		String stored = this.store.createEvent(event.toBuilder().eventTime(NOW).build());
		this.calls.put("createEvent", () -> this.store.createEvent(event.toBuilder().id("new").build()));
		this.calls.put("getEvent", () -> this.store.getEvent(stored));
		this.calls.put("getRunnableEvents", () -> this.store.getRunnableEvents(NOW, LIMIT));
		this.calls.put("getEvents", () -> this.store.getEvents("paid", "order-7", NOW));
		this.calls.put("findEvents", () -> this.store.findEvents("paid", "order-7", NOW, LIMIT));
		this.calls.put("markEventProcessed", () -> this.store.markEventProcessed(stored));
		this.calls.put("markEventUnprocessed", () -> this.store.markEventUnprocessed(stored));
		this.calls.put("purgeEvents", () -> this.store.purgeEvents(NOW, LIMIT));
	}

	private void addCommandsAndErrors() {
		this.store.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "due", Instant.EPOCH));
		this.calls.put("scheduleCommand", () -> this.store
			.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, "later", NOW.plusSeconds(1))));
		this.calls.put("processCommands", () -> this.store.processCommands(Instant.EPOCH, LIMIT, (command) -> {
		}));
		this.calls.put("persistErrors", () -> this.store.persistErrors(
				IntStream.range(0, LIMIT).mapToObj((i) -> ExecutionError.create("stored", "p", "m")).toList()));
		this.calls.put("getErrors", () -> this.store.getErrors("stored"));
		this.calls.put("getLatestErrors", () -> this.store.getLatestErrors("stored", LIMIT));
		this.calls.put("findErrors", () -> this.store.findErrors(NOW, LIMIT));
		this.calls.put("purgeErrors", () -> this.store.purgeErrors(NOW, LIMIT));
	}

}
