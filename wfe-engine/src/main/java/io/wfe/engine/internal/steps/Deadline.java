package io.wfe.engine.internal.steps;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.Attributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Until when a step waits for an event. It is kept with the pointer, so that a step that
 * runs again knows whether it has waited long enough.
 */
final class Deadline {

	static final String NAME = Attributes.DEADLINE;

	private Deadline() {
	}

	static JsonNode after(Activation<?> activation, Duration duration) {
		// As fine as the store keeps the time until which the pointer sleeps
		Instant deadline = activation.now().plus(duration).truncatedTo(ChronoUnit.MICROS);
		return JsonNodeFactory.instance.stringNode(deadline.toString());
	}

	static boolean isOver(Activation<?> activation) {
		JsonNode deadline = activation.attribute(NAME);
		if (deadline == null) {
			return false;
		}
		try {
			return !Instant.parse(deadline.asString("")).isAfter(activation.now());
		}
		catch (DateTimeParseException ex) {
			return false;
		}
	}

}
