package io.wfe.core.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.ExecutionPointer;
import org.jspecify.annotations.Nullable;

/**
 * The ids of workflows by those of their pointers. A write costs as much as has changed,
 * but for one look at each pointer.
 */
final class PointerIndex implements Index<WorkflowRow> {

	private final Map<String, String> workflows = new HashMap<>();

	@Override
	public void changed(@Nullable WorkflowRow before, @Nullable WorkflowRow after) {
		List<ExecutionPointer> left = pointers(before);
		List<ExecutionPointer> taken = pointers(after);
		int same = 0;
		while (same < left.size() && same < taken.size() && haveOneId(left.get(same), taken.get(same))) {
			same++;
		}
		left.subList(same, left.size()).forEach((pointer) -> this.workflows.remove(pointer.id()));
		if (after != null) {
			taken.subList(same, taken.size()).forEach((pointer) -> this.workflows.put(pointer.id(), after.id()));
		}
	}

	private static List<ExecutionPointer> pointers(@Nullable WorkflowRow row) {
		return (row != null) ? row.instance().executionPointers() : List.of();
	}

	// The same object is the same pointer: looking into it is what is to be saved
	@SuppressWarnings("ReferenceEquality")
	private static boolean haveOneId(ExecutionPointer one, ExecutionPointer other) {
		return one == other || one.id().equals(other.id());
	}

	/**
	 * Returns the id of the workflow that a pointer belongs to, or {@code null}.
	 */
	@Nullable String get(String pointerId) {
		return this.workflows.get(pointerId);
	}

}
