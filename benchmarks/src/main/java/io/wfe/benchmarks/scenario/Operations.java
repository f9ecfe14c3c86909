package io.wfe.benchmarks.scenario;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.postgres.PostgresPersistenceProvider;

/**
 * The operations of the contract, by their names. What an operation removes is put back
 * outside of the measured time.
 */
final class Operations {

	private static final int LIMIT = 100;

	/**
	 * Older than all that the stores are filled with, so that purges find their own rows
	 * only.
	 */
	private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

	private final PostgresPersistenceProvider provider;

	private final Store store;

	private final Map<String, Task> tasks = new LinkedHashMap<>();

	private Operations(Store store) {
		this.store = store;
		this.provider = store.provider();
	}

	static Map<String, Task> of(Store store) {
		Operations operations = new Operations(store);
		operations.workflows();
		operations.queries();
		operations.subscriptions();
		operations.events();
		operations.commandsAndErrors();
		operations.purges();
		return operations.tasks;
	}

	private void workflows() {
		add("createNewWorkflow", Create.creating("", this.store, 5).tasks().apply(0));
		List<WorkflowInstance> instance = Steps.instances(this.store, 5, 1);
		add("persistWorkflow", Steps.persistOne("", this.store, instance).tasks().apply(0));
		add("persistWorkflow without revision",
				Steps
					.persist("", this.store, Steps.instances(this.store, 5, 1),
							(given) -> Samples.alterOne(given).toBuilder().revision(null).build())
					.tasks()
					.apply(0));
		add("persistWorkflowWithSubscriptions", new Subscribing());
		String id = instance.get(0).id();
		add("getWorkflowInstance", () -> this.provider.getWorkflowInstance(id));
		add("getWorkflowInstanceByName", () -> this.provider.getWorkflowInstanceByName(id));
		List<String> ids = this.store.randomIds(10);
		add("getWorkflowInstances of 10", () -> this.provider.getWorkflowInstances(ids));
		add("getRunnableInstances", () -> this.provider.getRunnableInstances(Samples.NOW, LIMIT));
		add("nextDefinitionSequence", () -> this.provider.nextDefinitionSequence(Samples.DEFINITION));
		add("ensureStoreExists", this.provider::ensureStoreExists);
	}

	private void queries() {
		WorkflowQuery newest = WorkflowQuery.builder().build();
		add("findWorkflows", () -> this.provider.findWorkflows(newest));
		WorkflowQuery suspended = WorkflowQuery.builder().status(WorkflowStatus.SUSPENDED).build();
		add("findWorkflows by status", () -> this.provider.findWorkflows(suspended));
		WorkflowQuery reference = WorkflowQuery.builder().reference("order-77").build();
		add("findWorkflows by reference", () -> this.provider.findWorkflows(reference));
		WorkflowQuery name = WorkflowQuery.builder().namePrefix("benchmark-00000077").build();
		add("findWorkflows by name prefix", () -> this.provider.findWorkflows(name));
		add("countWorkflows", this.provider::countWorkflows);
		add("getBacklog", () -> this.provider.getBacklog(Samples.NOW));
	}

	private static EventSubscription subscription(String workflowId, String key) {
		return EventSubscription.create(workflowId, 1, "pointer-1", "paid", key, Samples.NOW);
	}

	private void subscriptions() {
		String workflow = this.store.create(5).id();
		String id = this.provider.createEventSubscription(subscription(workflow, "benchmark"));
		add("createEventSubscription", () -> this.provider.createEventSubscription(subscription(workflow, "created")));
		add("getSubscription", () -> this.provider.getSubscription(id));
		add("getSubscriptions", () -> this.provider.getSubscriptions("paid", "benchmark", Samples.LATER));
		add("getFirstOpenSubscription",
				() -> this.provider.getFirstOpenSubscription("paid", "benchmark", Samples.LATER));
		Instant expiry = Instant.now().plusSeconds(86400);
		add("setSubscriptionToken, clearSubscriptionToken", () -> {
			this.provider.setSubscriptionToken(id, "token", "worker", expiry);
			this.provider.clearSubscriptionToken(id, "token");
		});
		add("terminateSubscription", after(() -> this.provider.createEventSubscription(subscription(workflow, "gone")),
				this.provider::terminateSubscription));
	}

	private void events() {
		String id = this.provider.createEvent(event("benchmark", Samples.NOW));
		add("createEvent", () -> this.provider.createEvent(event("created", Samples.LATER)));
		add("getEvent", () -> this.provider.getEvent(id));
		add("getEvents", () -> this.provider.getEvents("paid", "benchmark", Samples.LATER));
		add("findEvents", () -> this.provider.findEvents("paid", "benchmark", LONG_AGO, LIMIT));
		add("getRunnableEvents", () -> this.provider.getRunnableEvents(Samples.NOW, LIMIT));
		add("markEventProcessed, markEventUnprocessed", () -> {
			this.provider.markEventProcessed(id);
			this.provider.markEventUnprocessed(id);
		});
	}

	private static Event event(String key, Instant time) {
		return Event.create("paid", key, Samples.data()).toBuilder().eventTime(time).build();
	}

	private void commandsAndErrors() {
		ScheduledCommand later = ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, "benchmark", Samples.LATER);
		add("scheduleCommand", () -> this.provider.scheduleCommand(later));
		ScheduledCommand due = ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, "due", LONG_AGO);
		add("processCommands of 1", after(() -> {
			this.provider.scheduleCommand(due);
			return due;
		}, (scheduled) -> this.provider.processCommands(Samples.NOW, 10, (command) -> {
		})));
		ExecutionError error = ExecutionError.create("benchmark", "pointer-1", "Out of paper");
		this.provider.persistErrors(List.of(error));
		add("getErrors", () -> this.provider.getErrors("benchmark"));
		ExecutionError other = ExecutionError.create("others", "pointer-1", "Out of paper");
		add("persistErrors", () -> this.provider.persistErrors(List.of(other)));
		add("callExclusively", () -> this.provider.callExclusively("benchmark", () -> true));
	}

	private void purges() {
		add("purgeWorkflows of 1", after(() -> {
			WorkflowInstance done = Samples.instance(5)
				.toBuilder()
				.status(WorkflowStatus.COMPLETE)
				.nextExecution(null)
				.completeTime(LONG_AGO)
				.build();
			return this.provider.createNewWorkflow(done);
		}, (id) -> this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, LONG_AGO.plusSeconds(1), LIMIT)));
		add("purgeEvents of 1",
				after(() -> this.provider.createEvent(event("old", LONG_AGO).toBuilder().processed(true).build()),
						(id) -> this.provider.purgeEvents(LONG_AGO.plusSeconds(1), LIMIT)));
		add("purgeErrors of 1", after(() -> {
			ExecutionError error = new ExecutionError(LONG_AGO, "workflow-1", "pointer-1", "Out of paper");
			this.provider.persistErrors(List.of(error));
			return error;
		}, (error) -> this.provider.purgeErrors(LONG_AGO.plusSeconds(1), LIMIT)));
	}

	private void add(String name, Task task) {
		this.tasks.put(name, task);
	}

	private static <T> Task after(Supplier<T> preparation, Consumer<T> operation) {
		return new Task() {

			private T prepared = preparation.get();

			private boolean fresh = true;

			@Override
			public void prepare() {
				if (!this.fresh) {
					this.prepared = preparation.get();
				}
			}

			@Override
			public void run() {
				operation.accept(this.prepared);
				this.fresh = false;
			}

		};
	}

	/**
	 * A step that waits for an event.
	 */
	private final class Subscribing implements Task {

		private WorkflowInstance instance = Operations.this.store.create(5);

		@Override
		public void prepare() {
			this.instance = Samples.alterOne(this.instance);
		}

		@Override
		public void run() {
			this.instance = Operations.this.provider.persistWorkflowWithSubscriptions(this.instance,
					List.of(subscription(this.instance.id(), "step")));
		}

	}

}
