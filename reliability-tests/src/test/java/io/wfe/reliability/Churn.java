package io.wfe.reliability;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Whole lives of workflows, and the clean-up behind them, for as long as it is asked to.
 * Keeps counts only, so that it needs no more memory the longer it runs.
 */
final class Churn {

	private static final int STEPS = 6;

	private static final int BATCH = 500;

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	private final PersistenceProvider store;

	private final AtomicLong operations = new AtomicLong();

	private final AtomicLong lives = new AtomicLong();

	private final AtomicLong handled = new AtomicLong();

	private final AtomicLong purgedWorkflows = new AtomicLong();

	private final AtomicLong purgedEvents = new AtomicLong();

	private final AtomicLong purgedErrors = new AtomicLong();

	Churn(PersistenceProvider store) {
		this.store = store;
	}

	/**
	 * One workflow from its creation to its end, with an event, a command and an error.
	 */
	void live() {
		String key = UUID.randomUUID().toString();
		WorkflowInstance instance = this.store.createWorkflowInstance(
				Store.version(WorkflowInstance.create("churn", 1, JsonNodeFactory.instance.objectNode()), 0)
					.toBuilder()
					.name(key)
					.nextExecution(Instant.EPOCH)
					.build());
		EventSubscription subscription = EventSubscription.create(instance.id(), 0, key, "paid", key, Instant.EPOCH);
		for (int step = 1; step <= STEPS; step++) {
			instance = this.store.persistWorkflowWithSubscriptions(Store.version(instance, step),
					(step == 1) ? List.of(subscription) : List.of());
		}
		String event = this.store.createEvent(Event.create("paid", key, JsonNodeFactory.instance.objectNode()));
		this.store.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, event, Instant.EPOCH));
		this.store.getSubscriptions("paid", key, LATER);
		this.store.setSubscriptionToken(subscription.id(), key, key, LATER);
		this.store.terminateSubscription(subscription.id());
		this.store.processCommands(Instant.now(), 2, (command) -> {
			this.store.markEventProcessed(command.data());
			this.handled.incrementAndGet();
		});
		// Of no instance, whose purge would delete it too
		this.store.persistErrors(List.of(ExecutionError.create(key, key, "churn")));
		Store.version(this.store.getWorkflowInstance(instance.id()));
		this.store.getRunnableInstances(Instant.now(), 10);
		this.store.persistWorkflow(instance.toBuilder()
			.status(WorkflowStatus.COMPLETE)
			.completeTime(Instant.now())
			.nextExecution(null)
			.build());
		this.lives.incrementAndGet();
		this.operations.addAndGet(STEPS + 11L);
	}

	/**
	 * Deletes what has ended before.
	 */
	void purge(Instant before) {
		this.purgedWorkflows.addAndGet(all(() -> this.store.purgeWorkflows(WorkflowStatus.COMPLETE, before, BATCH)));
		this.purgedEvents.addAndGet(all(() -> this.store.purgeEvents(before, BATCH)));
		this.purgedErrors.addAndGet(all(() -> this.store.purgeErrors(before, BATCH)));
	}

	private static int all(Batch batch) {
		int total = 0;
		int purged = batch.purge();
		while (purged > 0) {
			total += purged;
			purged = batch.purge();
		}
		return total;
	}

	void handleRest() {
		this.store.processCommands(Instant.now(), BATCH, (command) -> {
			this.store.markEventProcessed(command.data());
			this.handled.incrementAndGet();
		});
	}

	long operations() {
		return this.operations.get();
	}

	/**
	 * Returns how much more was made than was purged and handled. All has to be purged
	 * before.
	 */
	List<Long> balance() {
		long made = this.lives.get();
		return List.of(made - this.purgedWorkflows.get(), made - this.purgedEvents.get(),
				made - this.purgedErrors.get(), made - this.handled.get());
	}

	/**
	 * Deletes one batch.
	 */
	private interface Batch {

		int purge();

	}

}
