package io.wfe.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.SharedJson;
import io.wfe.core.persistence.ClaimedActivity;
import io.wfe.core.support.ActivityTokens;
import io.wfe.core.support.Inputs;
import tools.jackson.databind.JsonNode;

/**
 * Gives activities to workers and takes their results.
 */
final class Activities {

	private final Tables tables;

	private final Subscriptions subscriptions;

	private final Deliveries deliveries;

	Activities(Tables tables, Subscriptions subscriptions, Deliveries deliveries) {
		this.tables = tables;
		this.subscriptions = subscriptions;
		this.deliveries = deliveries;
	}

	Optional<ClaimedActivity> claim(String activityName, String workerId, Duration lease) {
		Inputs.standard().of("Activity").optionalText("activityName", activityName).key("workerId", workerId);
		return this.tables.callApart(() -> {
			Instant now = this.tables.now();
			Instant expiry = Leases.end(now, lease);
			Stream<EventSubscription> all = this.tables.subscriptionsByEvent
				.oldestFirst(new EventKey(EventNames.ACTIVITY, activityName));
			return all.takeWhile((subscription) -> !subscription.subscribeAsOf().isAfter(now))
				.filter((subscription) -> Subscriptions.isOpen(subscription, now))
				.findFirst()
				.map((subscription) -> {
					String token = ActivityTokens.create(subscription.id(), activityName);
					return new ClaimedActivity(this.subscriptions.hold(subscription, token, workerId, expiry), token,
							expiry);
				});
		});
	}

	Optional<Instant> renew(String token, Duration lease) {
		return onHeld(token, (subscription) -> {
			Instant expiry = Leases.end(this.tables.now(), lease);
			this.subscriptions.hold(subscription, token, subscription.externalWorkerId(), expiry);
			return expiry;
		});
	}

	boolean complete(String token, JsonNode eventData) {
		JsonNode data = SharedJson.of(eventData);
		Inputs.standard().stored("Activity", null).json("eventData", data);
		return onHeld(token, (subscription) -> {
			this.deliveries.deliver(subscription, data, null);
			return true;
		}).isPresent();
	}

	boolean release(String token) {
		return onHeld(token, (subscription) -> this.subscriptions.hold(subscription, null, null, null)).isPresent();
	}

	/**
	 * A token whose lease has expired holds until another worker gets the activity.
	 */
	private <T> Optional<T> onHeld(String token, Function<EventSubscription, T> action) {
		return this.tables.call(() -> ActivityTokens.subscriptionId(token)
			.map(this.tables.subscriptions::get)
			.filter((subscription) -> token.equals(subscription.externalToken()))
			.map(action));
	}

}
