package io.wfe.engine.internal.runtime;

import java.time.Instant;
import java.util.List;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.persistence.NewEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Publishes events. They are delivered after the commit, by this host or, if it dies
 * before, by another.
 */
final class Events {

	private final HostRuntime runtime;

	Events(HostRuntime runtime) {
		this.runtime = runtime;
	}

	String publish(String name, String key, @Nullable Object data, @Nullable Instant effectiveTime) {
		String id = TimeOrderedIds.next();
		Object origin = this.runtime.observers().here();
		this.runtime.store().publishEvents(List.of(new NewEvent(id, name, key, map(id, data), effectiveTime)));
		this.runtime.store().transactions().afterEnd(() -> {
			this.runtime.events().published(id, origin);
			this.runtime.signals().send();
		}, () -> {
		});
		return id;
	}

	private JsonNode map(String id, @Nullable Object data) {
		try {
			JsonNode node = this.runtime.json().write(data);
			return (node != null) ? node : JsonNodeFactory.instance.nullNode();
		}
		catch (JacksonException ex) {
			throw new InvalidValueException("Event", id, "data", "cannot be mapped to JSON", ex);
		}
	}

}
