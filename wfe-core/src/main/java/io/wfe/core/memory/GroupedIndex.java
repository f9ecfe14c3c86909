package io.wfe.core.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Groups of rows, each in the order of a time.
 *
 * @param <G> the type of what the rows of a group have in common
 * @param <T> the type of the ids
 * @param <R> the type of the rows
 */
final class GroupedIndex<G, T extends Comparable<T>, R> implements Index<R> {

	private final Map<G, SortedIndex<T, R>> groups = new HashMap<>();

	private final Function<R, @Nullable G> group;

	private final Function<R, @Nullable Instant> time;

	private final Function<R, T> id;

	/**
	 * Creates an index.
	 * @param group returns the group of a row, or {@code null} if the index leaves it out
	 * @param time returns the time of a row of a group
	 * @param id returns the id of a row
	 */
	GroupedIndex(Function<R, @Nullable G> group, Function<R, @Nullable Instant> time, Function<R, T> id) {
		this.group = group;
		this.time = time;
		this.id = id;
	}

	@Override
	public void changed(@Nullable R before, @Nullable R after) {
		G left = (before != null) ? this.group.apply(before) : null;
		if (left != null) {
			SortedIndex<T, R> rows = Objects.requireNonNull(this.groups.get(left));
			rows.changed(before, null);
			if (rows.isEmpty()) {
				this.groups.remove(left);
			}
		}
		G taken = (after != null) ? this.group.apply(after) : null;
		if (taken != null) {
			this.groups.computeIfAbsent(taken, (key) -> new SortedIndex<>(this.time, this.id)).changed(null, after);
		}
	}

	/**
	 * Returns the rows of a group, oldest first.
	 */
	Stream<R> oldestFirst(G group) {
		SortedIndex<T, R> rows = this.groups.get(group);
		return (rows != null) ? rows.oldestFirst() : Stream.empty();
	}

	/**
	 * Returns the rows of a group behind a place, oldest first.
	 */
	Stream<R> behind(G group, Place<T> place) {
		SortedIndex<T, R> rows = this.groups.get(group);
		return (rows != null) ? rows.behind(place) : Stream.empty();
	}

	/**
	 * Returns the groups that have rows.
	 */
	Set<G> groups() {
		return this.groups.keySet();
	}

	/**
	 * Returns the rows of a group, newest first.
	 */
	Stream<R> newestFirst(G group) {
		SortedIndex<T, R> rows = this.groups.get(group);
		return (rows != null) ? rows.newestFirst() : Stream.empty();
	}

}
