package io.wfe.core.memory;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

import io.wfe.core.model.Event;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerAttributes;
import io.wfe.core.model.SharedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Names of events in the attributes of pointers, see {@link PointerAttributes}.
 */
final class EventMark {

	private static final DateTimeFormatter MICROS = new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

	private EventMark() {
	}

	/**
	 * Returns where the event stands behind which a pointer waits, or {@code null}.
	 */
	static @Nullable Place<String> after(ExecutionPointer pointer) {
		JsonNode mark = SharedJson.extensionAttributes(pointer).get(PointerAttributes.AFTER);
		JsonNode id = (mark != null) ? mark.get("id") : null;
		JsonNode time = (mark != null) ? mark.get("time") : null;
		if (id == null || time == null || !id.isString() || !time.isString()) {
			return null;
		}
		try {
			return new Place<>(Instant.parse(time.stringValue()), id.stringValue());
		}
		catch (DateTimeException ex) {
			// Not written by an engine: it waits behind nothing
			return null;
		}
	}

	/**
	 * Returns the attributes of a pointer that gets an event.
	 */
	static Map<String, JsonNode> marked(ExecutionPointer pointer, Event event) {
		Map<String, JsonNode> attributes = new LinkedHashMap<>(SharedJson.extensionAttributes(pointer));
		attributes.put(PointerAttributes.EVENT,
				JsonNodeFactory.instance.objectNode()
					.put("id", event.id())
					.put("time", MICROS.format(event.eventTime())));
		return attributes;
	}

}
