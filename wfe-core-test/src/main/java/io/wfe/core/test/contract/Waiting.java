package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.Map;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerAttributes;
import io.wfe.core.model.PointerStatus;
import tools.jackson.databind.JsonNode;

/**
 * A pointer that waits for an event, with its subscription.
 *
 * @param pointer the pointer
 * @param asOf from when on events count
 */
record Waiting(ExecutionPointer pointer, Instant asOf) {

	static Waiting on(String eventName) {
		return on(eventName, Samples.PAST);
	}

	static Waiting on(String eventName, Instant asOf) {
		return new Waiting(Samples.pointer(2)
			.active(false)
			.status(PointerStatus.WAITING_FOR_EVENT)
			.eventName(eventName)
			.eventKey("key")
			.build(), asOf);
	}

	/**
	 * Returns a pointer that waits behind an event.
	 */
	Waiting behind(Event event) {
		JsonNode mark = Samples.json("{\"id\": \"" + event.id() + "\", \"time\": \"" + event.eventTime() + "\"}");
		return new Waiting(this.pointer.toBuilder().extensionAttributes(Map.of(PointerAttributes.AFTER, mark)).build(),
				this.asOf);
	}

	ExecutionPointer pointerBefore() {
		return Samples.pointer(this.pointer.stepId()).id(this.pointer.id()).build();
	}

	EventSubscription subscription(String workflowId) {
		return EventSubscription.create(workflowId, this.pointer.stepId(), this.pointer.id(),
				String.valueOf(this.pointer.eventName()), String.valueOf(this.pointer.eventKey()), this.asOf);
	}

}
