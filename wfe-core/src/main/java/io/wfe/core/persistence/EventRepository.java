package io.wfe.core.persistence;

import java.time.Instant;
import java.util.List;

import io.wfe.core.model.Event;

/**
 * Stores events. {@link PersistenceProvider} has the rules for all methods.
 *
 * @since 0.1.0
 */
public interface EventRepository {

	/**
	 * Stores a new event.
	 * @param event the event
	 * @return its id
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	String createEvent(Event event);

	/**
	 * Returns an event.
	 * @param id the id
	 * @return the event
	 * @throws EventNotFoundException if there is none
	 */
	Event getEvent(String id);

	/**
	 * Returns the ids of all unprocessed events that have taken effect.
	 * @param asAt returns only events with an event time not after this
	 * @return the ids, oldest first
	 */
	default List<String> getRunnableEvents(Instant asAt) {
		return getRunnableEvents(asAt, Integer.MAX_VALUE);
	}

	/**
	 * Returns the ids of unprocessed events that have taken effect, up to a limit.
	 * @param asAt returns only events with an event time not after this
	 * @param limit the largest number of ids to return, one or more
	 * @return the ids, oldest first
	 */
	List<String> getRunnableEvents(Instant asAt, int limit);

	/**
	 * Returns the ids of the events of a name and key up to an instant, processed or not.
	 * @param eventName the name
	 * @param eventKey the key, which may be blank
	 * @param asOf returns only events with an event time not after this
	 * @return the ids, oldest first
	 */
	List<String> getEvents(String eventName, String eventKey, Instant asOf);

	/**
	 * Finds the events of a name and key since an instant, processed or not. A subscriber
	 * uses it to catch up with earlier events. An unreadable event is left out and logged
	 * as an error.
	 * @param eventName the name
	 * @param eventKey the key, which may be blank
	 * @param from returns only events with an event time not before this
	 * @param limit the largest number of events to return, one or more
	 * @return the events, oldest first
	 */
	List<Event> findEvents(String eventName, String eventKey, Instant from, int limit);

	/**
	 * Marks an event as processed.
	 * @param id the id
	 * @throws EventNotFoundException if there is none
	 */
	void markEventProcessed(String id);

	/**
	 * Marks an event as not processed. It is runnable again.
	 * @param id the id
	 * @throws EventNotFoundException if there is none
	 */
	void markEventUnprocessed(String id);

	/**
	 * Deletes processed events. One call deletes one batch in one transaction. Call it
	 * until it returns zero.
	 * @param before deletes only events with an event time before this
	 * @param limit the largest number of events to delete, one or more
	 * @return how many events were deleted
	 */
	int purgeEvents(Instant before, int limit);

}
