package io.wfe.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.reliability.Journal.Fact;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Random operations on a store, one after the other, each noted when it has succeeded.
 * Goes on with what others of the same name have left, and after failures. For one
 * thread.
 */
final class Load {

	private static final int MAX_INSTANCES = 20;

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	private final Store store;

	private final PersistenceProvider provider;

	private final String name;

	private final Journal journal;

	private final Random random;

	/**
	 * By id; {@code null} is what has to be loaded first.
	 */
	private final Map<String, @Nullable WorkflowInstance> instances = new HashMap<>();

	private final List<String> subscriptions = new ArrayList<>();

	private final List<String> events = new ArrayList<>();

	Load(Store store, String name, Journal journal, Random random) {
		this.store = store;
		this.provider = store.provider();
		this.name = name;
		this.journal = journal;
		this.random = random;
	}

	/**
	 * Looks for the instances that others of this name have left.
	 */
	void takeOver() {
		this.provider.findWorkflows(WorkflowQuery.builder().namePrefix(this.name + "-").pageSize(MAX_INSTANCES).build())
			.workflows()
			.forEach((found) -> this.instances.put(found.id(), null));
	}

	/**
	 * Does one operation.
	 * @throws HandlerFailure if a handler of commands has failed on purpose
	 */
	void step() {
		switch (this.random.nextInt(12)) {
			case 0 -> create();
			case 1, 2, 3 -> persist(false);
			case 4 -> persist(true);
			case 5 -> useSubscription();
			case 6 -> useEvent();
			case 7 -> schedule();
			case 8 -> handle();
			case 9 -> sequence();
			case 10 -> errors();
			default -> read();
		}
	}

	private void create() {
		String id = this.name + "-" + UUID.randomUUID();
		WorkflowInstance instance = Store.version(WorkflowInstance.builder()
			.id(id)
			.workflowDefinitionId(this.name)
			.version(1)
			.data(JsonNodeFactory.instance.objectNode())
			.nextExecution(Instant.EPOCH)
			.createTime(Instant.now())
			.build(), 0);
		if (this.instances.size() >= MAX_INSTANCES) {
			this.instances.clear();
		}
		this.instances.put(id, null);
		this.instances.put(id, this.provider.createWorkflowInstance(instance));
		this.journal.note(Fact.VERSION, id, "0");
	}

	private void persist(boolean subscribe) {
		if (this.instances.isEmpty()) {
			create();
			return;
		}
		String id = new ArrayList<>(this.instances.keySet()).get(this.random.nextInt(this.instances.size()));
		WorkflowInstance instance = load(id);
		if (instance == null) {
			return;
		}
		int version = Store.version(instance) + 1;
		List<EventSubscription> added = subscribe ? List.of(subscription(id, version)) : List.of();
		this.instances.put(id, null);
		this.instances.put(id, this.provider.persistWorkflowWithSubscriptions(Store.version(instance, version), added));
		this.journal.note(Fact.VERSION, id, String.valueOf(version));
		for (EventSubscription subscription : added) {
			this.journal.note(Fact.SUBSCRIBED, subscription.id(), "");
			this.subscriptions.add(subscription.id());
		}
	}

	private @Nullable WorkflowInstance load(String id) {
		WorkflowInstance known = this.instances.get(id);
		if (known != null) {
			return known;
		}
		try {
			return this.provider.getWorkflowInstance(id);
		}
		catch (WorkflowNotFoundException ex) {
			// Its creation had failed
			this.instances.remove(id);
			return null;
		}
	}

	/**
	 * The id tells in which version of its instance the subscription was made.
	 */
	private static EventSubscription subscription(String workflowId, int version) {
		return EventSubscription.create(workflowId, 0, workflowId + "-pointer", "paid", workflowId, Instant.EPOCH)
			.toBuilder()
			.id(workflowId + "/" + version)
			.build();
	}

	private void useSubscription() {
		if (this.subscriptions.isEmpty()) {
			return;
		}
		String id = this.subscriptions.remove(this.random.nextInt(this.subscriptions.size()));
		if (this.random.nextBoolean()) {
			this.journal.note(Fact.TERMINATING, id, "");
			this.provider.terminateSubscription(id);
			this.journal.note(Fact.TERMINATED, id, "");
		}
		else {
			String token = UUID.randomUUID().toString();
			if (this.provider.setSubscriptionToken(id, token, this.name, LATER)) {
				this.journal.note(Fact.TOKEN, id, token);
			}
		}
	}

	private void useEvent() {
		if (this.events.isEmpty() || this.random.nextBoolean()) {
			Event event = Event.create("paid", this.name, JsonNodeFactory.instance.objectNode());
			this.provider.createEvent(event);
			this.journal.note(Fact.EVENT, event.id(), "");
			this.events.add(event.id());
		}
		else {
			String id = this.events.remove(this.random.nextInt(this.events.size()));
			this.provider.markEventProcessed(id);
			this.journal.note(Fact.PROCESSED, id, "");
		}
	}

	private void schedule() {
		String data = this.name + "-" + UUID.randomUUID();
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, data, Instant.EPOCH));
		this.journal.note(Fact.SCHEDULED, data, "");
	}

	/**
	 * Each command has two effects, by two ways of writing in one transaction.
	 */
	private void handle() {
		this.provider.processCommands(Instant.now(), 1 + this.random.nextInt(3), (command) -> {
			this.provider.nextDefinitionSequence("handled-" + this.name);
			this.store.effect(command.data(), this.name);
			if (this.random.nextInt(10) == 0) {
				throw new HandlerFailure();
			}
		});
		this.journal.note(Fact.PASS, this.name, "");
	}

	private void sequence() {
		long number = this.provider.nextDefinitionSequence("common");
		this.journal.note(Fact.SEQUENCE, "common", String.valueOf(number));
	}

	private void errors() {
		String id = UUID.randomUUID().toString();
		this.provider.persistErrors(
				List.of(ExecutionError.create(this.name, "first", id), ExecutionError.create(this.name, "second", id)));
		this.journal.note(Fact.ERRORS, id, "");
	}

	private void read() {
		List<String> ids = new ArrayList<>(this.instances.keySet());
		switch (this.random.nextInt(6)) {
			case 0 -> this.provider.getWorkflowInstances(ids).forEach(Store::version);
			case 1 -> this.provider.getRunnableInstances(Instant.now(), 10);
			case 2 -> this.provider.getRunnableEvents(Instant.now(), 10);
			case 3 -> this.provider.findEvents("paid", this.name, Instant.EPOCH, 10);
			case 4 -> this.provider.getFirstOpenSubscription("paid", this.name, Instant.now());
			default -> this.provider.getBacklog(Instant.now());
		}
		this.journal.note(Fact.READ, this.name, "");
	}

	/**
	 * A failure on purpose.
	 */
	static final class HandlerFailure extends RuntimeException {

		HandlerFailure() {
			super("on purpose");
		}

	}

}
