package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The pointers of an instance during a pass. It reads them all once and then knows the
 * open ones, and copies none that stay as they are, so that the cost of a step does not
 * grow with the pointers that have ended.
 */
final class Pointers {

	private final List<ExecutionPointer> before;

	private final Map<Integer, ExecutionPointer> replaced = new HashMap<>();

	private final List<ExecutionPointer> added = new ArrayList<>();

	private final TreeSet<Integer> changed = new TreeSet<>();

	private final TreeSet<Integer> open = new TreeSet<>();

	private final Map<String, Integer> openInScope = new HashMap<>();

	private final Map<String, List<Integer>> pendingBehind = new HashMap<>();

	private @Nullable Map<String, Integer> positions;

	private @Nullable Instant lastEnd;

	Pointers(List<ExecutionPointer> before) {
		this.before = before;
		for (int position = 0; position < before.size(); position++) {
			Instant end = before.get(position).endTime();
			if (end == null) {
				opened(position);
			}
			else if (this.lastEnd == null || end.isAfter(this.lastEnd)) {
				this.lastEnd = end;
			}
		}
	}

	private void opened(int position) {
		ExecutionPointer pointer = get(position);
		this.open.add(position);
		pointer.scope().forEach((id) -> this.openInScope.merge(id, 1, Integer::sum));
		String predecessor = pointer.predecessorId();
		if (pointer.status() == PointerStatus.PENDING_PREDECESSOR && predecessor != null) {
			this.pendingBehind.computeIfAbsent(predecessor, (id) -> new ArrayList<>()).add(position);
		}
	}

	/**
	 * Returns when the last one has ended before the pass, or {@code null}.
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
		ExecutionPointer now = this.replaced.get(position);
		return (now != null) ? now : this.before.get(position);
	}

	/**
	 * Returns the place of a pointer, or {@code -1} if there is none.
	 */
	int position(String id) {
		Map<String, Integer> known = this.positions;
		if (known == null) {
			known = new HashMap<>();
			for (int position = 0; position < size(); position++) {
				known.put(get(position).id(), position);
			}
			this.positions = known;
		}
		return known.getOrDefault(id, -1);
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
			this.changed.add(position);
		}
		else {
			this.added.set(position - this.before.size(), pointer);
		}
		if (old.endTime() == null && pointer.endTime() != null) {
			this.open.remove(position);
			old.scope().forEach((id) -> this.openInScope.merge(id, -1, Integer::sum));
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
	 * Returns all pointers, as a list that is not copied again.
	 */
	List<ExecutionPointer> all() {
		if (this.changed.isEmpty() && this.added.isEmpty()) {
			return this.before;
		}
		ExecutionPointer[] all = this.before.toArray(new ExecutionPointer[size()]);
		this.replaced.forEach((position, pointer) -> all[position] = pointer);
		for (int index = 0; index < this.added.size(); index++) {
			all[this.before.size() + index] = this.added.get(index);
		}
		return List.of(all);
	}

	List<ExecutionPointer> changed() {
		return this.changed.stream()
			.filter((position) -> !get(position).equals(this.before.get(position)))
			.map(this::get)
			.toList();
	}

	/**
	 * Returns the ids of the pointers that waited for an event before the pass, had not
	 * got it and have changed.
	 */
	List<String> awakened() {
		return this.changed.stream()
			.map(this.before::get)
			.filter(Pointers::isWaiting)
			.map(ExecutionPointer::id)
			.toList();
	}

	static boolean isWaiting(ExecutionPointer pointer) {
		return pointer.endTime() == null && pointer.status() == PointerStatus.WAITING_FOR_EVENT
				&& !pointer.eventPublished();
	}

	List<ExecutionPointer> added() {
		return this.added;
	}

}
