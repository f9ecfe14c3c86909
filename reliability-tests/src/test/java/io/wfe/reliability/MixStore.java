package io.wfe.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is stored of a {@link Mix} in the end.
 *
 * @param instances the instances by id
 * @param effects what transactional steps have left, each with its run
 * @param events all events in their order: by time, then by id
 * @param rests what should not be there any more
 */
record MixStore(Map<String, MixInstance> instances, List<String> effects, List<StoredEvent> events,
		List<String> rests) {

	static MixStore read(Store store) {
		List<StoredEvent> events = store.jdbc()
			.query("""
					SELECT id, event_name || ' ' || event_key, event_data #>> '{}', event_time
					FROM wfc.events
					WHERE event_name IN (?, ?)
					ORDER BY event_time, id COLLATE "C"
					""", (row, number) -> new StoredEvent(row.getString(1), row.getString(2), row.getString(3),
					row.getTimestamp(4).toInstant(), number), Mix.NEWS, Mix.BROADCAST);
		return new MixStore(MixInstance.all(store),
				store.jdbc().queryForList("SELECT worker FROM effects", String.class), events, rests(store));
	}

	private static List<String> rests(Store store) {
		List<String> rests = new ArrayList<>();
		for (String rest : List.of("workflows WHERE next_execution IS NOT NULL",
				"workflows WHERE complete_time IS NULL", "event_subscriptions", "scheduled_commands",
				"execution_pointers WHERE end_time IS NULL OR active",
				"execution_pointers p WHERE NOT EXISTS (SELECT FROM wfc.workflows w WHERE w.id = p.workflow_id)")) {
			int count = Scenario.count(store, "SELECT count(*) FROM wfc." + rest);
			if (count > 0) {
				rests.add(count + " " + rest);
			}
		}
		return rests;
	}

	/**
	 * An event.
	 *
	 * @param id its id
	 * @param key its name and key
	 * @param number its data
	 * @param time its time
	 * @param place its place in the order of all
	 */
	record StoredEvent(String id, String key, String number, Instant time, int place) {

	}

}
