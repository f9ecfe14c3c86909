package io.wfe.core.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.Delivery;
import io.wfe.core.persistence.DeliveryClaim;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Brings events to the pointers that wait for them.
 */
final class Deliveries {

	private final Tables tables;

	private final Workflows workflows;

	private final Hosts hosts;

	Deliveries(Tables tables, Workflows workflows, Hosts hosts) {
		this.tables = tables;
		this.workflows = workflows;
		this.hosts = hosts;
	}

	Delivery deliver(Collection<String> eventIds, int limit) {
		return deliver(eventIds, limit, (DeliveryClaim) null);
	}

	Delivery deliver(Collection<String> eventIds, int limit, @Nullable DeliveryClaim claim) {
		eventIds
			.forEach((id) -> Inputs.standard().of("Event").optionalText("id", Objects.requireNonNull(id, "eventId")));
		Inputs.positive("Query", "limit", limit);
		if (claim != null) {
			Inputs.standard().of("Host").key("id", claim.hostId());
			Inputs.positive("Query", "places", claim.places());
		}
		return this.tables.callApart(() -> {
			Set<String> woken = new LinkedHashSet<>();
			Delivery done = deliverAll(eventIds.stream()
				.map(this.tables.events::get)
				.filter((event) -> event != null && !event.processed() && !event.eventTime().isAfter(this.tables.now()))
				.toList(), limit, false, woken);
			return (claim != null) ? new Delivery(done.delivered(), done.more(), take(woken, claim)) : done;
		});
	}

	private List<WorkflowInstance> take(Set<String> woken, DeliveryClaim claim) {
		if (!this.hosts.isAlive(claim.hostId())) {
			return List.of();
		}
		return woken.stream()
			.map(this.workflows::row)
			.filter((row) -> row.status() == WorkflowStatus.RUNNABLE && !this.hosts.isOwned(row)
					&& claim.definitions().contains(row.definition()) && !claim.except().contains(row.id()))
			.limit(claim.places())
			.map((row) -> this.workflows.write(row.instance(), claim.hostId()))
			.toList();
	}

	Delivery deliverDue(int limit) {
		Inputs.positive("Query", "limit", limit);
		return this.tables.callApart(() -> {
			List<Event> events = this.tables.unprocessedEvents.upTo(this.tables.now()).limit(limit + 1L).toList();
			return deliverAll(events.subList(0, Math.min(limit, events.size())), limit, events.size() > limit,
					new LinkedHashSet<>());
		});
	}

	private Delivery deliverAll(List<Event> events, int limit, boolean more, Set<String> woken) {
		int left = limit;
		int delivered = 0;
		for (Event event : events) {
			if (left == 0) {
				return new Delivery(delivered, true);
			}
			Batch batch = deliver(event, left, woken);
			left -= batch.handled();
			delivered += batch.delivery().delivered();
			if (batch.delivery().more()) {
				return new Delivery(delivered, true);
			}
		}
		return new Delivery(delivered, more);
	}

	private Batch deliver(Event event, int limit, Set<String> woken) {
		List<EventSubscription> waiting = new ArrayList<>(waiting(event, limit + 1L));
		boolean more = waiting.size() > limit;
		if (more) {
			waiting.remove(limit);
		}
		else {
			this.tables.events.put(event.id(), event.toBuilder().processed(true).build());
		}
		List<EventSubscription> got = waiting.stream().filter(this::deliverOldest).toList();
		got.forEach((subscription) -> woken.add(subscription.workflowId()));
		int delivered = got.size();
		return new Batch(new Delivery(delivered, more), waiting.size());
	}

	private List<EventSubscription> waiting(Event event, long limit) {
		Instant now = this.tables.now();
		Stream<EventSubscription> all = this.tables.subscriptionsByEvent
			.oldestFirst(new EventKey(event.eventName(), event.eventKey()));
		return all.takeWhile((subscription) -> !subscription.subscribeAsOf().isAfter(event.eventTime()))
			.filter((subscription) -> Subscriptions.isOpen(subscription, now) && isFor(subscription, event))
			.limit(limit)
			.toList();
	}

	/**
	 * Tells whether a subscription gets something when an event is delivered, or goes.
	 */
	private boolean isFor(EventSubscription subscription, Event event) {
		ExecutionPointer pointer = waitingPointer(subscription);
		return pointer == null
				|| new Place<>(event.eventTime(), event.id()).compareTo(start(subscription, pointer)) > 0;
	}

	/**
	 * Delivers the oldest event that is for a subscription and deletes that. If the
	 * pointer does not wait any more it deletes the subscription only.
	 * @return whether an event was delivered
	 */
	private boolean deliverOldest(EventSubscription subscription) {
		ExecutionPointer pointer = waitingPointer(subscription);
		Event event = (pointer != null) ? oldest(subscription, pointer) : null;
		if (pointer == null) {
			this.tables.subscriptions.remove(subscription.id());
		}
		else if (event != null) {
			deliver(subscription, SharedJson.eventData(event), event);
		}
		return event != null;
	}

	private @Nullable Event oldest(EventSubscription subscription, ExecutionPointer pointer) {
		Instant now = this.tables.now();
		Stream<Event> events = this.tables.eventsByKey
			.behind(new EventKey(subscription.eventName(), subscription.eventKey()), start(subscription, pointer));
		return events.findFirst().filter((event) -> !event.eventTime().isAfter(now)).orElse(null);
	}

	/**
	 * Returns the place behind which all events are for a subscription.
	 */
	private static Place<String> start(EventSubscription subscription, ExecutionPointer pointer) {
		Place<String> first = new Place<>(subscription.subscribeAsOf(), "");
		Place<String> after = EventMark.after(pointer);
		return (after != null && after.compareTo(first) > 0) ? after : first;
	}

	/**
	 * Gives data to the pointer of a subscription, if that waits, and deletes the
	 * subscription. The caller has the lock.
	 * @param subscription the subscription
	 * @param data the data
	 * @param event the event that has the data, or {@code null} if it comes from a worker
	 */
	void deliver(EventSubscription subscription, JsonNode data, @Nullable Event event) {
		ExecutionPointer pointer = waitingPointer(subscription);
		this.tables.subscriptions.remove(subscription.id());
		if (pointer == null) {
			return;
		}
		ExecutionPointer.Builder delivered = pointer.toBuilder().active(true).eventPublished(true).eventData(data);
		if (event != null) {
			delivered.extensionAttributes(EventMark.marked(pointer, event));
		}
		WorkflowInstance instance = this.workflows.row(subscription.workflowId()).instance();
		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		pointers.set(pointers.indexOf(pointer), delivered.build());
		this.workflows.write(instance.toBuilder().executionPointers(pointers).nextExecution(this.tables.now()).build());
	}

	private @Nullable ExecutionPointer waitingPointer(EventSubscription subscription) {
		WorkflowRow row = this.tables.workflows.get(subscription.workflowId());
		if (row == null || row.hasEnded()) {
			return null;
		}
		return row.instance()
			.executionPointers()
			.stream()
			.filter((pointer) -> pointer.id().equals(subscription.executionPointerId()))
			.filter((pointer) -> pointer.endTime() == null && !pointer.eventPublished()
					&& pointer.status() == PointerStatus.WAITING_FOR_EVENT)
			.findFirst()
			.orElse(null);
	}

	Optional<WorkflowInstance> lookBackOrRelease(String hostId, WorkflowInstance instance) {
		Inputs.standard().checkFields(instance);
		return this.tables.call(() -> {
			WorkflowRow row = this.tables.workflows.get(instance.id());
			if (row == null || !this.hosts.owns(hostId, row)) {
				return Optional.empty();
			}
			if (!Objects.equals(row.instance().revision(), instance.revision()) || lookBack(instance.id())) {
				return Optional.of(this.workflows.row(instance.id()).instance());
			}
			this.workflows.write(row.instance().toBuilder().nextExecution(instance.nextExecution()).build(), null);
			return Optional.empty();
		});
	}

	private boolean lookBack(String id) {
		Instant now = this.tables.now();
		Stream<EventSubscription> all = this.tables.subscriptionsByWorkflow.oldestFirst(id);
		List<EventSubscription> open = all.filter((subscription) -> Subscriptions.isOpen(subscription, now)).toList();
		return open.stream().filter(this::deliverOldest).count() > 0;
	}

	/**
	 * What was done for one event.
	 *
	 * @param delivery what it was
	 * @param handled the number of subscriptions
	 */
	private record Batch(Delivery delivery, int handled) {

	}

}
