package io.wfe.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Stores subscriptions to events.
 */
final class Subscriptions {

	private static final String TYPE = "EventSubscription";

	private static final int MAX_CLEARED = 100;

	/**
	 * How long a holder may still use its token if nobody else wants the subscription.
	 */
	private static final Duration LATE_USE = Duration.ofMinutes(5);

	private final Tables tables;

	Subscriptions(Tables tables) {
		this.tables = tables;
	}

	String create(EventSubscription subscription) {
		Inputs.standard().check(subscription);
		this.tables.run(() -> {
			if (!this.tables.workflows.contains(subscription.workflowId())) {
				throw new WorkflowNotFoundException(subscription.workflowId());
			}
			if (this.tables.subscriptions.contains(subscription.id())) {
				throw new PersistenceException("Cannot create subscription '" + subscription.id()
						+ "': a subscription with that id exists already", null);
			}
			add(List.of(subscription));
		});
		return subscription.id();
	}

	/**
	 * Tells why subscriptions cannot be written with an instance. The caller has the
	 * lock.
	 */
	void refuse(WorkflowInstance instance, List<EventSubscription> added, Refusals refusals) {
		Set<String> ids = new HashSet<>();
		if (!added.stream()
			.map(EventSubscription::id)
			.allMatch((id) -> ids.add(id) && !this.tables.subscriptions.contains(id))) {
			refusals.add(new InvalidValueException("WorkflowInstance", instance.id(), "subscriptions",
					"must not hold a subscription whose id exists already"));
		}
		added.stream()
			.map(EventSubscription::workflowId)
			.filter((id) -> !id.equals(instance.id()) && !this.tables.workflows.contains(id))
			.findFirst()
			.ifPresent((id) -> refusals.add(new WorkflowNotFoundException(id)));
	}

	/**
	 * Adds subscriptions that were not refused. The caller has the lock.
	 */
	void add(List<EventSubscription> added) {
		added.forEach((subscription) -> this.tables.subscriptions.put(subscription.id(), subscription));
	}

	/**
	 * Deletes the subscriptions of an instance. The caller has the lock.
	 */
	void removeAll(String workflowId) {
		removeIf(workflowId, (subscription) -> true);
	}

	/**
	 * Deletes the subscriptions of pointers of an instance. The caller has the lock.
	 */
	void removeAll(String workflowId, Set<String> pointerIds) {
		if (!pointerIds.isEmpty()) {
			removeIf(workflowId, (subscription) -> pointerIds.contains(subscription.executionPointerId()));
		}
	}

	private void removeIf(String workflowId, Predicate<EventSubscription> condition) {
		this.tables.subscriptionsByWorkflow.oldestFirst(workflowId)
			.filter(condition)
			.map(EventSubscription::id)
			.toList()
			.forEach(this.tables.subscriptions::remove);
	}

	List<EventSubscription> findOpen(String eventName, String eventKey, Instant asOf) {
		return open(eventName, eventKey, asOf, Integer.MAX_VALUE);
	}

	Optional<EventSubscription> findFirstOpen(String eventName, String eventKey, Instant asOf) {
		return open(eventName, eventKey, asOf, 1).stream().findFirst();
	}

	private List<EventSubscription> open(String eventName, String eventKey, Instant asOf, int limit) {
		Inputs.standard().of(TYPE).key("eventName", eventName).text("eventKey", eventKey).timestamp("asOf", asOf);
		return this.tables.call(() -> {
			Instant now = this.tables.now();
			return this.tables.subscriptionsByEvent.oldestFirst(new EventKey(eventName, eventKey))
				.takeWhile((subscription) -> !subscription.subscribeAsOf().isAfter(asOf))
				.filter((subscription) -> isOpen(subscription, now))
				.limit(limit)
				.toList();
		});
	}

	/**
	 * Tells whether no token holds a subscription.
	 */
	static boolean isOpen(EventSubscription subscription, Instant now) {
		Instant expiry = subscription.externalTokenExpiry();
		return subscription.externalToken() == null || (expiry != null && !expiry.isAfter(now));
	}

	List<EventSubscription> findByWorkflow(String workflowId, int limit) {
		Inputs.standard().of(TYPE).optionalText("workflowId", Objects.requireNonNull(workflowId, "workflowId"));
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> {
			Stream<EventSubscription> all = this.tables.subscriptionsByWorkflow.oldestFirst(workflowId);
			return all.limit(limit).toList();
		});
	}

	EventSubscription get(String id) {
		Inputs.standard().of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		return this.tables.call(() -> row(id));
	}

	private EventSubscription row(String id) {
		EventSubscription subscription = this.tables.subscriptions.get(id);
		if (subscription == null) {
			throw new SubscriptionNotFoundException(id);
		}
		return subscription;
	}

	void delete(String id) {
		Inputs.standard().of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		this.tables.run(() -> this.tables.subscriptions.remove(row(id).id()));
	}

	boolean setToken(String id, String token, String workerId, Instant expiry) {
		Inputs.standard()
			.of(TYPE)
			.optionalText("id", Objects.requireNonNull(id, "id"))
			.key("externalToken", token)
			.key("externalWorkerId", workerId)
			.timestamp("externalTokenExpiry", Objects.requireNonNull(expiry, "expiry"));
		return this.tables.call(() -> {
			EventSubscription subscription = row(id);
			boolean open = isOpen(subscription, this.tables.now());
			if (open) {
				hold(subscription, token, workerId, expiry);
			}
			return open;
		});
	}

	void clearToken(String id, String token) {
		Inputs.standard()
			.of(TYPE)
			.optionalText("id", Objects.requireNonNull(id, "id"))
			.optionalText("externalToken", Objects.requireNonNull(token, "token"));
		this.tables.run(() -> {
			EventSubscription subscription = row(id);
			if (!token.equals(subscription.externalToken())) {
				throw new SubscriptionNotFoundException(id);
			}
			hold(subscription, null, null, null);
		});
	}

	/**
	 * Clears tokens that have expired some minutes ago, a limited number at a time. The
	 * caller has the lock.
	 */
	void clearExpiredTokens() {
		this.tables.heldSubscriptions.upTo(this.tables.now().minus(LATE_USE))
			.limit(MAX_CLEARED)
			.toList()
			.forEach((subscription) -> hold(subscription, null, null, null));
	}

	/**
	 * Sets the token of a subscription. The caller has the lock.
	 */
	EventSubscription hold(EventSubscription subscription, @Nullable String token, @Nullable String workerId,
			@Nullable Instant expiry) {
		EventSubscription held = subscription.toBuilder()
			.externalToken(token)
			.externalWorkerId(workerId)
			.externalTokenExpiry(expiry)
			.build();
		this.tables.subscriptions.put(held.id(), held);
		return held;
	}

}
