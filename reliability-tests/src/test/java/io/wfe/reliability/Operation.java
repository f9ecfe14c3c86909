package io.wfe.reliability;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.StuckReason;
import io.wfe.core.persistence.WorkflowQuery;
import tools.jackson.databind.node.JsonNodeFactory;

import static java.time.Instant.EPOCH;

/**
 * An operation of a store, on what {@link #prepare} has stored.
 *
 * @param name the name of the method
 * @param action calls the method
 */
record Operation(String name, BiConsumer<Store, WorkflowInstance> action) {

	/**
	 * All that operations and handlers write to.
	 */
	static final List<String> TABLES = List.of("wfc.execution_pointers", "wfc.workflows", "wfc.definition_sequences",
			"wfc.events", "wfc.event_subscriptions", "wfc.execution_errors", "wfc.scheduled_commands", "wfc.hosts",
			"effects");

	/**
	 * What never joins a transaction of the caller, and so needs a connection of its own
	 * there.
	 */
	static final Set<String> APART = Set.of("registerHost", "renewHost", "releaseHost", "reserveDefinitionSequence",
			"claimWorkflows", "deliverEvent", "deliverEvents", "deliverDueEvents", "claimActivity");

	/**
	 * The methods that do not talk to the database.
	 */
	static final Set<String> OFFLINE = Set.of("supportsScheduledCommands", "transactions", "wakeUps", "dataSource");

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	/**
	 * All operations that talk to the database.
	 */
	static List<Operation> all() {
		return Stream.concat(ofStore().stream(), EngineOperation.all().stream()).toList();
	}

	private static List<Operation> ofStore() {
		return List.of(
				new Operation("createNewWorkflow",
						(store, stored) -> store.provider().createNewWorkflow(instance("new", 3))),
				new Operation("createWorkflowInstance",
						(store, stored) -> store.provider().createWorkflowInstance(instance("new", 0))),
				new Operation("persistWorkflow",
						(store, stored) -> store.provider().persistWorkflow(Store.version(stored, 4))),
				new Operation("persistWorkflow",
						(store, stored) -> store.provider()
							.persistWorkflow(Store.version(stored, 4).toBuilder().revision(null).build())),
				new Operation("persistWorkflowWithSubscriptions",
						(store, stored) -> store.provider()
							.persistWorkflowWithSubscriptions(Store.version(stored, 1),
									List.of(subscription("new"), subscription("newer")))),
				new Operation("getRunnableInstances", (store, stored) -> store.provider().getRunnableInstances(EPOCH)),
				new Operation("getWorkflowInstance",
						(store, stored) -> store.provider().getWorkflowInstance(stored.id())),
				new Operation("getWorkflowInstanceByName",
						(store, stored) -> store.provider().getWorkflowInstanceByName(stored.name())),
				new Operation("getWorkflowInstances",
						(store, stored) -> store.provider().getWorkflowInstances(List.of(stored.id()))),
				new Operation("suspendWorkflow", (store, stored) -> store.provider().suspendWorkflow(stored.id())),
				new Operation("resumeWorkflow", (store, stored) -> store.provider().resumeWorkflow("suspended")),
				new Operation("terminateWorkflow",
						(store, stored) -> store.provider().terminateWorkflow(stored.id(), EPOCH)),
				new Operation("nextDefinitionSequence",
						(store, stored) -> store.provider().nextDefinitionSequence("d")),
				new Operation("findWorkflows",
						(store, stored) -> store.provider().findWorkflows(WorkflowQuery.builder().build())),
				new Operation("countWorkflows", (store, stored) -> store.provider().countWorkflows()),
				new Operation("countWorkflows", (store, stored) -> store.provider().countWorkflows(10)),
				new Operation("purgeWorkflow", (store, stored) -> store.provider().purgeWorkflow("ended")),
				new Operation("getLatestErrors", (store, stored) -> store.provider().getLatestErrors(stored.id(), 10)),
				new Operation("getSubscriptionsByWorkflow",
						(store, stored) -> store.provider().getSubscriptionsByWorkflow(stored.id(), 10)),
				new Operation("getErrors", (store, stored) -> store.provider().getErrors(stored.id())),
				new Operation("purgeWorkflows",
						(store, stored) -> store.provider().purgeWorkflows(WorkflowStatus.COMPLETE, LATER, 10)),
				new Operation("createEventSubscription",
						(store, stored) -> store.provider().createEventSubscription(subscription("new"))),
				new Operation("getSubscriptions",
						(store, stored) -> store.provider().getSubscriptions("paid", "key", LATER)),
				new Operation("getFirstOpenSubscription",
						(store, stored) -> store.provider().getFirstOpenSubscription("paid", "key", LATER)),
				new Operation("getSubscription", (store, stored) -> store.provider().getSubscription("open")),
				new Operation("terminateSubscription",
						(store, stored) -> store.provider().terminateSubscription("open")),
				new Operation("setSubscriptionToken",
						(store, stored) -> store.provider().setSubscriptionToken("open", "token", "worker", LATER)),
				new Operation("clearSubscriptionToken",
						(store, stored) -> store.provider().clearSubscriptionToken("taken", "token")),
				new Operation("createEvent", (store, stored) -> store.provider().createEvent(event("new", false))),
				new Operation("getEvent", (store, stored) -> store.provider().getEvent("unprocessed")),
				new Operation("getRunnableEvents", (store, stored) -> store.provider().getRunnableEvents(LATER)),
				new Operation("getEvents", (store, stored) -> store.provider().getEvents("paid", "key", LATER)),
				new Operation("findEvents", (store, stored) -> store.provider().findEvents("paid", "key", EPOCH, 9)),
				new Operation("markEventProcessed",
						(store, stored) -> store.provider().markEventProcessed("unprocessed")),
				new Operation("markEventUnprocessed",
						(store, stored) -> store.provider().markEventUnprocessed("processed")),
				new Operation("purgeEvents", (store, stored) -> store.provider().purgeEvents(LATER, 10)),
				new Operation("scheduleCommand", (store, stored) -> store.provider().scheduleCommand(command("new"))),
				new Operation("processCommands",
						(store, stored) -> store.provider()
							.processCommands(EPOCH, (command) -> store.effect(command.data(), "handler"))),
				new Operation("persistErrors",
						(store, stored) -> store.provider()
							.persistErrors(List.of(ExecutionError.create(stored.id(), "p", "new"),
									ExecutionError.create(stored.id(), "p", "newer")))),
				new Operation("purgeErrors", (store, stored) -> store.provider().purgeErrors(LATER, 10)),
				new Operation("findErrors", (store, stored) -> store.provider().findErrors(Instant.EPOCH, 10)),
				new Operation("getActivity", (store, stored) -> store.provider().getActivity(Instant.EPOCH, 10)),
				new Operation("findStuckWorkflows",
						(store, stored) -> store.provider().findStuckWorkflows(StuckReason.DUE, LATER, 10)),
				new Operation("getBacklog", (store, stored) -> store.provider().getBacklog(LATER)),
				new Operation("ensureStoreExists", (store, stored) -> store.provider().ensureStoreExists()),
				new Operation("callExclusively", (store, stored) -> store.provider()
					.callExclusively("purge", () -> store.provider().purgeEvents(LATER, 10))));
	}

	/**
	 * Empties the store, and puts something in it for each operation.
	 * @return an instance
	 */
	static WorkflowInstance prepare(Store store) {
		return Objects.requireNonNull(store.transaction().execute((status) -> prepareInTransaction(store)));
	}

	private static WorkflowInstance prepareInTransaction(Store store) {
		TABLES.forEach((table) -> store.jdbc().update("DELETE FROM " + table));
		store.provider()
			.createNewWorkflow(
					instance("ended", 2).toBuilder().status(WorkflowStatus.COMPLETE).completeTime(EPOCH).build());
		store.provider()
			.createNewWorkflow(instance("suspended", 1).toBuilder().status(WorkflowStatus.SUSPENDED).build());
		EngineOperation.prepareHosts(store);
		store.provider().createNewWorkflow(instance("unowned", 1));
		WorkflowInstance stored = EngineOperation.start(store, instance("stored", 3));
		store.provider().createEventSubscription(subscription("open"));
		store.provider().createEventSubscription(subscription("taken"));
		store.provider().setSubscriptionToken("taken", "token", "worker", LATER);
		EngineOperation.prepareActivity(store);
		store.provider().createEvent(event("unprocessed", false));
		store.provider().createEvent(event("processed", true));
		store.provider().scheduleCommand(command("due"));
		store.provider().persistErrors(List.of(ExecutionError.create("ended", "p", "old")));
		store.provider().nextDefinitionSequence("d");
		return stored;
	}

	static WorkflowInstance instance(String id, int version) {
		return Store.version(WorkflowInstance.builder()
			.id(id)
			.workflowDefinitionId("d")
			.version(1)
			.data(JsonNodeFactory.instance.objectNode())
			.nextExecution(EPOCH)
			.createTime(EPOCH)
			.build(), version);
	}

	private static EventSubscription subscription(String id) {
		return EventSubscription.create("stored", 0, "p", "paid", "key", EPOCH).toBuilder().id(id).build();
	}

	private static Event event(String id, boolean processed) {
		return Event.create("paid", "key", JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.id(id)
			.processed(processed)
			.build();
	}

	private static ScheduledCommand command(String data) {
		return ScheduledCommand.create(CommandName.PROCESS_EVENT, data, EPOCH);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
