package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.List;

import io.wfe.core.WfeException;
import io.wfe.core.model.Event;
import io.wfe.core.persistence.EventNotFoundException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Events: publishing, delivering and catching up.
 */
interface EventContract extends Stores {

	@Test
	default void eventHasAllItsFields() {
		Event processed = Samples.event(Samples.unique("event")).processed(true).build();
		Event unprocessed = Event.create(Samples.unique("event"), "key", Samples.json("[]"));
		assertThat(provider().createEvent(processed)).isEqualTo(processed.id());
		assertThat(provider().createEvent(unprocessed)).isEqualTo(unprocessed.id());
		Snapshot.assertSame(provider().getEvent(processed.id()), processed);
		Snapshot.assertSame(provider().getEvent(unprocessed.id()), unprocessed);
	}

	@Test
	default void whenEventIdIsTakenThenNothingIsWritten() {
		Event event = created(Samples.event(Samples.unique("event")));
		Event other = Samples.event(Samples.unique("event")).id(event.id()).build();
		assertThatExceptionOfType(WfeException.class).isThrownBy(() -> provider().createEvent(other));
		Snapshot.assertSame(provider().getEvent(event.id()), event);
	}

	@Test
	default void whenEventIsUnknownThenItIsNotFound() {
		String id = Samples.unique("unknown");
		assertNotFound(id, () -> provider().getEvent(id));
		assertNotFound(id, () -> provider().markEventProcessed(id));
		assertNotFound(id, () -> provider().markEventUnprocessed(id));
	}

	@Test
	default void runnableEventsAreUnprocessedAndInEffectOldestFirst() {
		Instant start = Samples.earlierThanEver();
		Event third = created(Samples.event(Samples.unique("event")).eventTime(start.plusNanos(3000)));
		Event first = created(Samples.event(Samples.unique("event")).eventTime(start.plusNanos(1000)));
		Event second = created(Samples.event(Samples.unique("event")).eventTime(start.plusNanos(2000)));
		Event late = created(Samples.event(Samples.unique("event")).eventTime(start.plusNanos(4000)));
		created(Samples.event(Samples.unique("event")).eventTime(start).processed(true));
		assertThat(provider().getRunnableEvents(start.plusNanos(3000))).containsExactly(first.id(), second.id(),
				third.id());
		assertThat(provider().getRunnableEvents(start.plusNanos(4000))).hasSize(4).endsWith(late.id());
		assertThat(provider().getRunnableEvents(start)).isEmpty();
	}

	@Test
	default void runnableEventsAreLimited() {
		Instant start = Samples.earlierThanEver();
		Event second = created(Samples.event(Samples.unique("event")).eventTime(start.plusNanos(2000)));
		Event first = created(Samples.event(Samples.unique("event")).eventTime(start.plusNanos(1000)));
		created(Samples.event(Samples.unique("event")).eventTime(start.plusNanos(3000)));
		assertThat(provider().getRunnableEvents(start.plusMillis(1), 2)).containsExactly(first.id(), second.id());
		assertThat(provider().getRunnableEvents(start.plusMillis(1), 1)).containsExactly(first.id());
		assertThat(provider().getRunnableEvents(start.plusMillis(1), Integer.MAX_VALUE)).hasSize(3);
	}

	@Test
	default void processedEventIsNotRunnableUntilItIsUnprocessedAgain() {
		Instant start = Samples.earlierThanEver();
		Event event = created(Samples.event(Samples.unique("event")).eventTime(start));
		Event other = created(Samples.event(Samples.unique("event")).eventTime(start.plusMillis(1)));
		provider().markEventProcessed(event.id());
		Snapshot.assertSame(provider().getEvent(event.id()), event.toBuilder().processed(true).build());
		assertThat(provider().getRunnableEvents(start.plusMillis(1))).containsExactly(other.id());
		provider().markEventProcessed(event.id());
		provider().markEventUnprocessed(event.id());
		Snapshot.assertSame(provider().getEvent(event.id()), event);
		assertThat(provider().getRunnableEvents(start.plusMillis(1))).containsExactly(event.id(), other.id());
		provider().markEventUnprocessed(event.id());
		assertThat(provider().getEvent(event.id()).processed()).isFalse();
	}

	@Test
	default void eventsAreFoundByNameAndKeyUpToAnInstantOldestFirst() {
		String name = Samples.unique("event");
		Event third = created(Samples.event(name).eventTime(Samples.BASE));
		Event first = created(Samples.event(name).eventTime(Samples.BASE.minusSeconds(2)));
		Event second = created(Samples.event(name).eventTime(Samples.BASE.minusSeconds(1)).processed(true));
		Event late = created(Samples.event(name).eventTime(Samples.BASE.plusNanos(1000)));
		created(Samples.event(name).eventKey("other key"));
		created(Samples.event(name + "x"));
		assertThat(provider().getEvents(name, "key", Samples.BASE)).containsExactly(first.id(), second.id(),
				third.id());
		assertThat(provider().getEvents(name, "key", Samples.BASE.plusNanos(1000))).hasSize(4).endsWith(late.id());
		assertThat(provider().getEvents(name, "key", Samples.BASE.minusSeconds(3))).isEmpty();
		assertThat(provider().getEvents(Samples.unique("event"), "key", Samples.FAR_FUTURE)).isEmpty();
	}

	/** D27. */
	@Test
	default void lateSubscriberCatchesUpFromAnInstantOldestFirst() {
		String name = Samples.unique("event");
		Event third = created(Samples.event(name).eventTime(Samples.BASE.plusSeconds(2)));
		Event first = created(Samples.event(name).eventTime(Samples.BASE));
		Event second = created(Samples.event(name).eventTime(Samples.BASE.plusSeconds(1)).processed(true));
		created(Samples.event(name).eventTime(Samples.BASE.minusNanos(1000)));
		created(Samples.event(name).eventKey("other key"));
		created(Samples.event(name + "x"));
		Snapshot.assertSame(provider().findEvents(name, "key", Samples.BASE, 10), List.of(first, second, third));
		Snapshot.assertSame(provider().findEvents(name, "key", Samples.BASE, 3), List.of(first, second, third));
		Snapshot.assertSame(provider().findEvents(name, "key", Samples.BASE, 2), List.of(first, second));
		Snapshot.assertSame(provider().findEvents(name, "key", Samples.BASE.plusNanos(1000), 1), List.of(second));
		assertThat(provider().findEvents(name, "key", Samples.BASE.plusSeconds(3), 10)).isEmpty();
	}

	private Event created(Event.Builder builder) {
		Event event = builder.build();
		provider().createEvent(event);
		return event;
	}

	private static void assertNotFound(String id, Runnable call) {
		assertThatExceptionOfType(EventNotFoundException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(id));
	}

}
