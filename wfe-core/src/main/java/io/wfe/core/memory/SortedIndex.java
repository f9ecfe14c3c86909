package io.wfe.core.memory;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of a time.
 *
 * @param <T> the type of the ids
 * @param <R> the type of the rows
 */
final class SortedIndex<T extends Comparable<T>, R> implements Index<R> {

	private final NavigableMap<Place<T>, R> rows = new TreeMap<>();

	private final Function<R, @Nullable Instant> time;

	private final Function<R, T> id;

	/**
	 * Creates an index.
	 * @param time returns the time of a row, or {@code null} if the index leaves it out
	 * @param id returns the id of a row
	 */
	SortedIndex(Function<R, @Nullable Instant> time, Function<R, T> id) {
		this.time = time;
		this.id = id;
	}

	@Override
	public void changed(@Nullable R before, @Nullable R after) {
		Place<T> left = place(before);
		if (left != null) {
			this.rows.remove(left);
		}
		Place<T> taken = place(after);
		if (taken != null && after != null) {
			this.rows.put(taken, after);
		}
	}

	private @Nullable Place<T> place(@Nullable R row) {
		Instant placed = (row != null) ? this.time.apply(row) : null;
		return (row != null && placed != null) ? new Place<>(placed, this.id.apply(row)) : null;
	}

	boolean isEmpty() {
		return this.rows.isEmpty();
	}

	Stream<R> oldestFirst() {
		return this.rows.values().stream();
	}

	Stream<R> newestFirst() {
		return this.rows.descendingMap().values().stream();
	}

	/**
	 * Returns the rows with times not after an instant, oldest first.
	 */
	Stream<R> upTo(Instant last) {
		return this.rows.entrySet()
			.stream()
			.takeWhile((entry) -> !entry.getKey().time().isAfter(last))
			.map(Map.Entry::getValue);
	}

	/**
	 * Returns the rows with times before an instant, oldest first.
	 */
	Stream<R> before(Instant end) {
		return this.rows.entrySet()
			.stream()
			.takeWhile((entry) -> entry.getKey().time().isBefore(end))
			.map(Map.Entry::getValue);
	}

	/**
	 * Returns the rows with times not before an instant, newest first.
	 */
	Stream<R> downTo(Instant first) {
		return this.rows.descendingMap()
			.entrySet()
			.stream()
			.takeWhile((entry) -> !entry.getKey().time().isBefore(first))
			.map(Map.Entry::getValue);
	}

	/**
	 * Returns the rows behind a place, oldest first.
	 */
	Stream<R> behind(Place<T> place) {
		return this.rows.tailMap(place, false).values().stream();
	}

	/**
	 * Returns the rows in front of a place, newest first.
	 */
	Stream<R> inFrontOf(Place<T> place) {
		return this.rows.headMap(place, false).descendingMap().values().stream();
	}

}
