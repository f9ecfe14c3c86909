package io.wfe.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedList;
import io.wfe.postgres.PointerSql.Positioned;

/**
 * What has to be written to make the stored pointers of an instance equal to a list.
 *
 * @param result the pointers as they will be stored
 * @param updated the stored pointers that have changed, or have moved
 * @param inserted the new pointers
 * @param deleted the ids of the stored pointers that are gone
 */
record PointerChanges(List<Positioned> result, List<Change> updated, List<Positioned> inserted, List<String> deleted) {

	/**
	 * Gives new pointers their positions.
	 */
	static List<Positioned> positioned(List<ExecutionPointer> pointers) {
		List<Positioned> positioned = new ArrayList<>(pointers.size());
		for (ExecutionPointer pointer : pointers) {
			positioned.add(new Positioned(pointer, positioned.size()));
		}
		return positioned;
	}

	/**
	 * Compares the stored pointers with those that are to be stored. As a rule they are
	 * the same objects in the same places, a few have changed and a few are added at the
	 * end: that costs no more than one comparison of references each.
	 */
	static PointerChanges between(List<Positioned> stored, List<ExecutionPointer> pointers) {
		List<Change> updated = new ArrayList<>();
		Map<Integer, Positioned> replaced = new HashMap<>();
		int same = 0;
		int common = Math.min(stored.size(), pointers.size());
		while (same < common && haveOneId(stored.get(same).pointer(), pointers.get(same))) {
			Positioned before = stored.get(same);
			Positioned after = updated(before, pointers.get(same), before.position(), updated);
			if (!isSame(before, after)) {
				replaced.put(same, after);
			}
			same++;
		}
		if (same < stored.size()) {
			List<Positioned> result = new ArrayList<>(stored.subList(0, same));
			replaced.forEach(result::set);
			PointerChanges changes = new PointerChanges(result, updated, new ArrayList<>(), new ArrayList<>());
			changes.addMoved(stored.subList(same, stored.size()), pointers.subList(same, pointers.size()));
			return changes;
		}
		List<Positioned> inserted = new ArrayList<>();
		long position = nextPosition(stored);
		for (ExecutionPointer pointer : pointers.subList(same, pointers.size())) {
			inserted.add(new Positioned(pointer, position++));
		}
		return new PointerChanges(SharedList.<Positioned>of(stored).with(replaced, inserted), updated, inserted,
				List.of());
	}

	// The same object is the same pointer: looking into it is what is to be saved
	@SuppressWarnings("ReferenceEquality")
	private static boolean haveOneId(ExecutionPointer before, ExecutionPointer now) {
		return before == now || before.id().equals(now.id());
	}

	@SuppressWarnings("ReferenceEquality")
	private static boolean isSame(Positioned before, Positioned after) {
		return before == after;
	}

	private void addMoved(List<Positioned> stored, List<ExecutionPointer> pointers) {
		Map<String, Positioned> gone = new HashMap<>();
		stored.forEach((before) -> gone.put(before.pointer().id(), before));
		for (ExecutionPointer now : pointers) {
			Positioned before = gone.remove(now.id());
			long position = nextPosition(this.result);
			if (before == null) {
				Positioned added = new Positioned(now, position);
				this.inserted.add(added);
				this.result.add(added);
			}
			else {
				this.result.add(updated(before, now, Math.max(before.position(), position), this.updated));
			}
		}
		this.deleted.addAll(gone.keySet());
	}

	/**
	 * Returns a pointer as it will be, and notes it if it has changed.
	 */
	@SuppressWarnings("ReferenceEquality")
	private static Positioned updated(Positioned before, ExecutionPointer now, long position, List<Change> updated) {
		if (before.position() == position && (before.pointer() == now || before.pointer().equals(now))) {
			return before;
		}
		Positioned after = new Positioned(now, position);
		updated.add(new Change(before.pointer(), after));
		return after;
	}

	private static long nextPosition(List<Positioned> pointers) {
		return pointers.isEmpty() ? 0 : pointers.get(pointers.size() - 1).position() + 1;
	}

	/**
	 * A pointer that has to be written over.
	 *
	 * @param before the pointer as it is stored
	 * @param after the pointer as it will be
	 */
	record Change(ExecutionPointer before, Positioned after) {

		Set<PointerJson> json() {
			return PointerJson.changed(this.before, this.after.pointer());
		}

	}

}
