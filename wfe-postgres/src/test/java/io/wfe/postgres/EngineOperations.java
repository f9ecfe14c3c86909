package io.wfe.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.persistence.PersistenceProvider;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One typical call of each operation that engines need, for {@link StoreOperations}.
 */
class EngineOperations {

	private static final Duration LEASE = Duration.ofHours(1);

	private static final DefinitionKey ORDERS = new DefinitionKey("orders", 1);

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private final PersistenceProvider store;

	private final Map<String, Runnable> calls;

	EngineOperations(PersistenceProvider store, Map<String, Runnable> calls) {
		this.store = store;
		this.calls = calls;
	}

	void add() {
		this.store.registerHost("host", "host", "1", LEASE);
		this.store.registerHost("leaving", "leaving", "1", LEASE);
		addHosts();
		addInstances();
		addEvents();
		addActivities();
	}

	private void addHosts() {
		this.calls.put("registerHost", () -> this.store.registerHost("new", "new", "1", LEASE));
		this.calls.put("renewHost", () -> this.store.renewHost("host", LEASE, List.of("owned", "other")));
		this.calls.put("releaseHost", () -> this.store.releaseHost("leaving"));
		this.calls.put("findHosts", this.store::findHosts);
	}

	private WorkflowInstance start(String id, WorkflowStatus status) {
		WorkflowInstance instance = StoreOperations.workflow(id).toBuilder().status(status).build();
		return this.store.startWorkflows(List.of(new NewWorkflow(instance, Duration.ZERO, "host")))
			.get(0)
			.orElseThrow();
	}

	private void addInstances() {
		WorkflowInstance owned = start("owned", WorkflowStatus.RUNNABLE);
		WorkflowInstance quiet = start("quiet", WorkflowStatus.RUNNABLE);
		start("given", WorkflowStatus.RUNNABLE);
		start("failed", WorkflowStatus.SUSPENDED);
		this.calls.put("reserveDefinitionSequence", () -> this.store.reserveDefinitionSequence("orders", 100));
		this.calls.put("startWorkflows",
				() -> this.store
					.startWorkflows(List.of(new NewWorkflow(StoreOperations.workflow("started"), Duration.ZERO, "host"),
							new NewWorkflow(StoreOperations.workflow("delayed"), LEASE, null))));
		this.calls.put("claimWorkflows", () -> this.store.claimWorkflows("host", List.of(ORDERS), 10));
		this.calls.put("timeUntilDue", () -> this.store.timeUntilDue(List.of(ORDERS)));
		this.calls.put("findOwnedWorkflows", () -> this.store.findOwnedWorkflows("host", List.of(ORDERS)));
		this.calls.put("persistPasses", () -> this.store.persistPasses("host", List.of(pass(owned))));
		this.calls.put("lookBackOrRelease", () -> this.store.lookBackOrRelease("host", quiet));
		this.calls.put("releaseWorkflows", () -> this.store.releaseWorkflows("host", List.of("given")));
		this.calls.put("retryFailedSteps", () -> this.store.retryFailedSteps("failed"));
		this.calls.put("findWorkflow", () -> this.store.findWorkflow("owned"));
		this.calls.put("findUnknownDefinitions", () -> this.store.findUnknownDefinitions(List.of(ORDERS)));
	}

	/**
	 * A pass that writes all that a pass can.
	 */
	private static PassWrite pass(WorkflowInstance owned) {
		ExecutionPointer changed = owned.executionPointers().get(0).toBuilder().retryCount(1).build();
		ExecutionPointer added = ExecutionPointer.create(11);
		return new PassWrite(owned.toBuilder().data(JSON.objectNode().put("a", 2)).build(), true, List.of(changed),
				List.of(added), List.of(EventSubscription.create("owned", 11, added.id(), "paid", "9", Instant.EPOCH)),
				Set.of(changed.id()), List.of(ExecutionError.create("owned", changed.id(), "m")),
				List.of(event("of-pass")),
				List.of(new NewWorkflow(StoreOperations.workflow("child"), Duration.ZERO, null)), false);
	}

	private static NewEvent event(String id) {
		return new NewEvent(id, "shipped", "order-1", JSON.objectNode(), null);
	}

	private void addEvents() {
		WorkflowInstance waiting = StoreOperations.workflow("shipping");
		ExecutionPointer pointer = waiting.executionPointers()
			.get(0)
			.toBuilder()
			.status(PointerStatus.WAITING_FOR_EVENT)
			.build();
		this.store.createNewWorkflow(waiting.toBuilder().executionPointers(List.of(pointer)).build());
		this.store.createEventSubscription(
				EventSubscription.create(waiting.id(), 1, pointer.id(), "shipped", "order-1", Instant.EPOCH));
		this.store.publishEvents(List.of(event("delivered"), event("also delivered")));
		this.calls.put("publishEvents", () -> this.store.publishEvents(List.of(event("published"))));
		this.calls.put("deliverEvent", () -> this.store.deliverEvent("delivered", 100));
		this.calls.put("deliverEvents", () -> this.store.deliverEvents(List.of("also delivered"), 100));
		this.calls.put("deliverDueEvents", () -> this.store.deliverDueEvents(100));
	}

	private String activity(String name) {
		this.store.createEventSubscription(
				EventSubscription.create("owned", 1, "owned-1", EventNames.ACTIVITY, name, Instant.EPOCH));
		return this.store.claimActivity(name, "worker", LEASE).orElseThrow().token();
	}

	private void addActivities() {
		String completed = activity("completed");
		String renewed = activity("renewed");
		String released = activity("released");
		this.store.releaseActivity(activity("claimed"));
		this.calls.put("claimActivity", () -> this.store.claimActivity("claimed", "worker", LEASE));
		this.calls.put("renewActivity", () -> this.store.renewActivity(renewed, LEASE));
		this.calls.put("completeActivity", () -> this.store.completeActivity(completed, JSON.nullNode()));
		this.calls.put("releaseActivity", () -> this.store.releaseActivity(released));
		this.calls.put("findUserTasks", () -> this.store.findUserTasks("somebody", 100));
	}

}
