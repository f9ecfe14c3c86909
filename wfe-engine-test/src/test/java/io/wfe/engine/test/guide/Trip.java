package io.wfe.engine.test.guide;

import java.util.ArrayList;
import java.util.List;

/**
 * The data of {@link BookTrip}.
 *
 * @param id the id of the trip
 * @param log what has happened
 */
record Trip(String id, List<String> log) {

	Trip with(String entry) {
		List<String> entries = new ArrayList<>(this.log);
		entries.add(entry);
		return new Trip(this.id, entries);
	}

}
