package io.wfe.core.memory;

import java.time.Instant;

/**
 * Where a row stands in an order by time. Rows of one time are ordered by their ids.
 *
 * @param time the time
 * @param id the id
 * @param <T> the type of the id
 */
record Place<T extends Comparable<T>>(Instant time, T id) implements Comparable<Place<T>> {

	@Override
	public int compareTo(Place<T> other) {
		int times = this.time.compareTo(other.time);
		return (times != 0) ? times : this.id.compareTo(other.id);
	}

}
