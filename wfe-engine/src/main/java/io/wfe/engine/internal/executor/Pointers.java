package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.SharedList;
import org.jspecify.annotations.Nullable;

/**
 * The pointers of an instance during a pass. It knows the open ones, and copies none that
 * stay as they are, so that the cost of a step does not grow with the pointers that have
 * ended. Unless a pass before has left what it knew, it reads them all once.
 */
final class Pointers {

	/** So many are looked for one by one before all are put into a map. */
	private static final int SEARCHES = 4;

	private final List<ExecutionPointer> before;

	private final NavigableMap<Integer, ExecutionPointer> replaced = new TreeMap<>();

	private final List<ExecutionPointer> added = new ArrayList<>();

	private final NavigableSet<Integer> open = new TreeSet<>();

	private final Map<String, Integer> openInScope = new HashMap<>();

	private final Map<String, List<Integer>> pendingBehind = new HashMap<>();

	private @Nullable Map<String, Integer> positions;

	private int searches;

	private int firstReplaced = Integer.MAX_VALUE;

	private @Nullable Instant lastEnd;

	Pointers(List<ExecutionPointer> before, @Nullable PassMemory memory) {
		this.before = before;
		if (memory != null && memory.isOf(before)) {
			this.lastEnd = memory.lastEnd();
			memory.open().forEach(this::opened);
			return;
		}
		for (int position = 0; position < before.size(); position++) {
			Instant end = before.get(position).endTime();
			if (end == null) {
				opened(position);
			}
			else {
				this.lastEnd = later(this.lastEnd, end);
			}
		}
	}

	private static Instant later(@Nullable Instant one, Instant other) {
		return (one == null || other.isAfter(one)) ? other : one;
	}

	private void opened(int position) {
		ExecutionPointer pointer = get(position);
		this.open.add(position);
		count(pointer, 1);
		String predecessor = pointer.predecessorId();
		if (pointer.status() == PointerStatus.PENDING_PREDECESSOR && predecessor != null) {
			this.pendingBehind.computeIfAbsent(predecessor, (id) -> new ArrayList<>()).add(position);
		}
	}

	private void count(ExecutionPointer pointer, int number) {
		if (!pointer.scope().isEmpty()) {
			pointer.scope().forEach((id) -> this.openInScope.merge(id, number, Integer::sum));
		}
	}

	/**
	 * What has ended so far has ended before the next round.
	 */
	void nextRound() {
		this.lastEnd = lastEndSoFar();
	}

	private @Nullable Instant lastEndSoFar() {
		Instant last = this.lastEnd;
		for (ExecutionPointer pointer : this.replaced.values()) {
			last = (pointer.endTime() != null) ? later(last, pointer.endTime()) : last;
		}
		for (ExecutionPointer pointer : this.added) {
			last = (pointer.endTime() != null) ? later(last, pointer.endTime()) : last;
		}
		return last;
	}

	/**
	 * Returns when the last one has ended before the round, or {@code null}.
	 */
	@Nullable Instant lastEnd() {
		return this.lastEnd;
	}

	int size() {
		return this.before.size() + this.added.size();
	}

	ExecutionPointer get(int position) {
		if (position >= this.before.size()) {
			return this.added.get(position - this.before.size());
		}
		ExecutionPointer now = (position >= this.firstReplaced) ? this.replaced.get(position) : null;
		return (now != null) ? now : this.before.get(position);
	}

	/**
	 * Returns the place of a pointer, or {@code -1} if there is none.
	 */
	int position(String id) {
		Map<String, Integer> known = this.positions;
		if (known == null) {
			if (++this.searches <= SEARCHES) {
				return search(id);
			}
			known = new HashMap<>();
			for (int position = 0; position < size(); position++) {
				known.put(idAt(position), position);
			}
			this.positions = known;
		}
		return known.getOrDefault(id, -1);
	}

	/**
	 * Looks from the end, where those are that a pass deals with as a rule.
	 */
	private int search(String id) {
		for (int position = size() - 1; position >= 0; position--) {
			if (idAt(position).equals(id)) {
				return position;
			}
		}
		return -1;
	}

	private String idAt(int position) {
		int inBefore = this.before.size();
		return ((position < inBefore) ? this.before.get(position) : this.added.get(position - inBefore)).id();
	}

	int add(ExecutionPointer pointer) {
		int position = size();
		this.added.add(pointer);
		if (this.positions != null) {
			this.positions.put(pointer.id(), position);
		}
		opened(position);
		return position;
	}

	void replace(int position, ExecutionPointer pointer) {
		ExecutionPointer old = get(position);
		if (position < this.before.size()) {
			this.replaced.put(position, pointer);
			this.firstReplaced = Math.min(this.firstReplaced, position);
		}
		else {
			this.added.set(position - this.before.size(), pointer);
		}
		if (old.endTime() == null && pointer.endTime() != null) {
			this.open.remove(position);
			count(old, -1);
		}
	}

	/**
	 * Returns the places of the pointers that have not ended, in order.
	 */
	List<Integer> open() {
		return List.copyOf(this.open);
	}

	/**
	 * Returns the place of the last new pointer that is about to run, or {@code -1}.
	 */
	int lastPending() {
		for (int index = this.added.size() - 1; index >= 0; index--) {
			ExecutionPointer pointer = this.added.get(index);
			if (pointer.active() && pointer.status() == PointerStatus.PENDING) {
				return this.before.size() + index;
			}
		}
		return -1;
	}

	boolean hasOpen() {
		return !this.open.isEmpty();
	}

	/**
	 * Tells whether something inside of a container has not ended, at any depth.
	 */
	boolean isOpenInside(String containerId) {
		return this.openInScope.getOrDefault(containerId, 0) > 0;
	}

	/**
	 * Returns the places of the open pointers that wait for the end of another.
	 */
	List<Integer> pendingBehind(String predecessorId) {
		return List.copyOf(this.pendingBehind.getOrDefault(predecessorId, List.of()));
	}

	/**
	 * Returns all pointers, as a list that shares with that of before what is the same.
	 */
	List<ExecutionPointer> all() {
		return (this.replaced.isEmpty() && this.added.isEmpty()) ? this.before
				: SharedList.<ExecutionPointer>of(this.before).with(this.replaced, this.added);
	}

	/**
	 * Keeps for the next pass what is known at the end of this one.
	 * @param memory where to keep it
	 * @param all what {@link #all} has returned
	 */
	void keep(PassMemory memory, List<ExecutionPointer> all) {
		memory.keep(all, this.open, lastEndSoFar());
	}

	List<ExecutionPointer> changed() {
		List<ExecutionPointer> changed = new ArrayList<>(this.replaced.size());
		this.replaced.forEach((position, pointer) -> {
			if (!pointer.equals(this.before.get(position))) {
				changed.add(pointer);
			}
		});
		return changed;
	}

	/**
	 * Returns the ids of the pointers that waited for an event before the pass, had not
	 * got it and have changed.
	 */
	List<String> awakened() {
		List<String> awakened = new ArrayList<>();
		for (int position : this.replaced.keySet()) {
			ExecutionPointer pointer = this.before.get(position);
			if (isWaiting(pointer)) {
				awakened.add(pointer.id());
			}
		}
		return awakened;
	}

	static boolean isWaiting(ExecutionPointer pointer) {
		return pointer.endTime() == null && pointer.status() == PointerStatus.WAITING_FOR_EVENT
				&& !pointer.eventPublished();
	}

	List<ExecutionPointer> added() {
		return this.added;
	}

}
