package io.wfe.core.memory;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.support.Inputs;

/**
 * Stores events.
 */
final class Events {

	private static final String TYPE = "Event";

	private final Tables tables;

	Events(Tables tables) {
		this.tables = tables;
	}

	String create(Event event) {
		Inputs.standard().check(event);
		this.tables.run(() -> {
			if (this.tables.events.contains(event.id())) {
				throw new PersistenceException(
						"Cannot create event '" + event.id() + "': an event with that id exists already", null);
			}
			this.tables.events.put(event.id(), event);
		});
		return event.id();
	}

	void publish(List<NewEvent> events) {
		List<NewEvent> all = List.copyOf(events);
		this.tables.callUndoably(() -> {
			for (NewEvent event : all) {
				Instant time = event.eventTime();
				create(new Event(event.id(), event.eventName(), event.eventKey(), event.eventData(),
						(time != null) ? time : this.tables.now(), false));
			}
			return null;
		});
	}

	Event get(String id) {
		Inputs.standard().of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		return this.tables.call(() -> row(id));
	}

	private Event row(String id) {
		Event event = this.tables.events.get(id);
		if (event == null) {
			throw new EventNotFoundException(id);
		}
		return event;
	}

	List<String> runnable(Instant asAt, int limit) {
		Inputs.standard().of("Query").timestamp("asAt", asAt);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> this.tables.unprocessedEvents.upTo(asAt).limit(limit).map(Event::id).toList());
	}

	List<String> idsUpTo(String eventName, String eventKey, Instant asOf) {
		Inputs.standard().of(TYPE).key("eventName", eventName).text("eventKey", eventKey).timestamp("asOf", asOf);
		return this.tables.call(() -> {
			Stream<Event> all = this.tables.eventsByKey.oldestFirst(new EventKey(eventName, eventKey));
			return all.takeWhile((event) -> !event.eventTime().isAfter(asOf)).map(Event::id).toList();
		});
	}

	List<Event> findFrom(String eventName, String eventKey, Instant from, int limit) {
		Inputs.standard().of(TYPE).key("eventName", eventName).text("eventKey", eventKey).timestamp("from", from);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> {
			Stream<Event> all = this.tables.eventsByKey.oldestFirst(new EventKey(eventName, eventKey));
			return all.dropWhile((event) -> event.eventTime().isBefore(from)).limit(limit).toList();
		});
	}

	void mark(String id, boolean processed) {
		Inputs.standard().of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		this.tables.run(() -> this.tables.events.put(id, row(id).toBuilder().processed(processed).build()));
	}

	int purge(Instant before, int limit) {
		Inputs.standard().of("Query").timestamp("before", before);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> {
			List<String> ids = this.tables.processedEvents.before(before).limit(limit).map(Event::id).toList();
			ids.forEach(this.tables.events::remove);
			return ids.size();
		});
	}

}
