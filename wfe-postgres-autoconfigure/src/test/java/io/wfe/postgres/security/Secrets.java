package io.wfe.postgres.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Models with a secret in each place that is nobody's business but the application's. All
 * secrets hold {@link #MARK}, and say where they were.
 */
final class Secrets {

	static final String MARK = "zq7secret";

	static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private Secrets() {
	}

	static String of(String place) {
		return MARK + "-" + place;
	}

	static JsonNode json(String place) {
		return JsonNodeFactory.instance.objectNode().put("value", of(place)).put("key-" + of(place), 1);
	}

	static WorkflowInstance workflow(String id) {
		return WorkflowInstance.create("order", 1, json("data"))
			.toBuilder()
			.id(id)
			.name(id)
			.description(of("description"))
			.executionPointers(List.of(pointer(id + "-1"), pointer(id + "-2")))
			.build();
	}

	static ExecutionPointer pointer(String id) {
		return ExecutionPointer.create(1)
			.toBuilder()
			.id(id)
			.persistenceData(json("persistenceData"))
			.eventData(json("pointer-eventData"))
			.contextItem(json("contextItem"))
			.outcome(json("outcome"))
			.extensionAttributes(Map.of("key-" + of("attribute"), json("extensionAttributes")))
			.build();
	}

	static EventSubscription subscription(String id) {
		return EventSubscription.create("w", 1, "w-1", "paid", "order-7", NOW)
			.toBuilder()
			.id(id)
			.subscriptionData(json("subscriptionData"))
			.build();
	}

	static EventSubscription claimed(String id) {
		return subscription(id).toBuilder()
			.externalToken(of("token"))
			.externalWorkerId(of("worker"))
			.externalTokenExpiry(NOW.plusSeconds(60))
			.build();
	}

	static Event event(String id) {
		return Event.create("paid", "order-7", json("eventData")).toBuilder().id(id).eventTime(NOW).build();
	}

	static ExecutionError error() {
		return new ExecutionError(NOW, "w", "w-1", of("message"));
	}

}
