package io.wfe.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wfe.core.model.ExecutionPointer;
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
		PointerChanges changes = new PointerChanges(new ArrayList<>(pointers.size()), new ArrayList<>(),
				new ArrayList<>(), new ArrayList<>());
		int same = 0;
		int common = Math.min(stored.size(), pointers.size());
		while (same < common && changes.addIfSameId(stored.get(same), pointers.get(same))) {
			same++;
		}
		if (same == stored.size()) {
			for (ExecutionPointer pointer : pointers.subList(same, pointers.size())) {
				changes.insert(pointer);
			}
		}
		else {
			changes.addMoved(stored.subList(same, stored.size()), pointers.subList(same, pointers.size()));
		}
		return changes;
	}

	// The same object is the same pointer: looking into it is what is to be saved
	@SuppressWarnings("ReferenceEquality")
	private boolean addIfSameId(Positioned before, ExecutionPointer now) {
		if (before.pointer() == now) {
			this.result.add(before);
			return true;
		}
		if (!before.pointer().id().equals(now.id())) {
			return false;
		}
		update(before, now, before.position());
		return true;
	}

	private void addMoved(List<Positioned> stored, List<ExecutionPointer> pointers) {
		Map<String, Positioned> gone = new HashMap<>();
		stored.forEach((before) -> gone.put(before.pointer().id(), before));
		for (ExecutionPointer now : pointers) {
			Positioned before = gone.remove(now.id());
			if (before == null) {
				insert(now);
			}
			else {
				update(before, now, Math.max(before.position(), nextPosition()));
			}
		}
		this.deleted.addAll(gone.keySet());
	}

	private void update(Positioned before, ExecutionPointer now, long position) {
		if (before.position() == position && before.pointer().equals(now)) {
			this.result.add(before);
			return;
		}
		Positioned after = new Positioned(now, position);
		this.updated.add(new Change(before.pointer(), after));
		this.result.add(after);
	}

	private void insert(ExecutionPointer pointer) {
		Positioned added = new Positioned(pointer, nextPosition());
		this.inserted.add(added);
		this.result.add(added);
	}

	private long nextPosition() {
		return this.result.isEmpty() ? 0 : this.result.get(this.result.size() - 1).position() + 1;
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
