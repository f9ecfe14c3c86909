package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.internal.definition.Definition;

/**
 * Applies what a pass has done to an instance that somebody else has changed meanwhile,
 * so that a step that has run does not run again because of a command or an event.
 */
public final class Rebase {

	private Rebase() {
	}

	/**
	 * Applies a result.
	 * @param result what the pass has done
	 * @param before the instance as the pass has found it
	 * @param fresh the instance as it is stored now
	 * @param definition its definition
	 * @return the result on top of what is stored, or empty if the two do not go together
	 */
	public static Optional<PassResult> apply(PassResult result, WorkflowInstance before, WorkflowInstance fresh,
			Definition<?> definition) {
		if (isFinal(fresh.status())
				|| (result.dataChanged() && !SharedJson.data(fresh).equals(SharedJson.data(before)))) {
			return Optional.empty();
		}
		Map<String, ExecutionPointer> seen = byId(before.executionPointers());
		Map<String, ExecutionPointer> changed = byId(result.changed());
		List<ExecutionPointer> pointers = new ArrayList<>(fresh.executionPointers().size() + result.added().size());
		for (ExecutionPointer stored : fresh.executionPointers()) {
			ExecutionPointer after = changed.remove(stored.id());
			ExecutionPointer known = seen.get(stored.id());
			if (after != null && (known == null || !(isUntouched(known, stored) || isOver(known, stored, after)))) {
				return Optional.empty();
			}
			pointers.add((after != null) ? after : stored);
		}
		if (!changed.isEmpty()) {
			return Optional.empty();
		}
		pointers.addAll(result.added());
		return Optional.of(merge(result, fresh, pointers, definition));
	}

	/**
	 * Tells whether a result is stored already: the answer to its write was lost.
	 * @param result what the pass has done
	 * @param fresh the instance as it is stored now
	 * @return whether all that the pass has done to pointers is there, and it has done
	 * something
	 */
	public static boolean isStored(PassResult result, WorkflowInstance fresh) {
		Map<String, ExecutionPointer> stored = byId(fresh.executionPointers());
		return !(result.changed().isEmpty() && result.added().isEmpty())
				&& Stream.concat(result.changed().stream(), result.added().stream()).allMatch((pointer) -> {
					ExecutionPointer there = stored.get(pointer.id());
					return there != null && isUntouched(pointer, there);
				});
	}

	private static PassResult merge(PassResult result, WorkflowInstance fresh, List<ExecutionPointer> pointers,
			Definition<?> definition) {
		WorkflowInstance own = result.instance();
		// A command is obeyed: what is suspended is not completed by a step that ran on
		boolean held = fresh.status() == WorkflowStatus.SUSPENDED && own.status() != WorkflowStatus.TERMINATED;
		WorkflowStatus status = held ? WorkflowStatus.SUSPENDED : own.status();
		Instant next = isFinal(status) ? null : NextExecution.of(pointers, definition);
		WorkflowInstance merged = fresh.toBuilder()
			.status(status)
			.completeTime(isFinal(status) ? own.completeTime() : null)
			.nextExecution(next)
			.data(result.dataChanged() ? SharedJson.data(own) : SharedJson.data(fresh))
			.executionPointers(pointers)
			.build();
		boolean undone = held && own.status() == WorkflowStatus.COMPLETE;
		return new PassResult(merged, result.dataChanged(), result.changed(), result.added(), result.subscriptions(),
				result.unsubscribed(), result.errors(), undone ? List.of() : result.events(), result.children(),
				undone ? result.lifecycle().stream().filter((event) -> !(event instanceof Lifecycle.Completed)).toList()
						: result.lifecycle());
	}

	/**
	 * Compares what commands and events change. Other fields may differ in how the store
	 * keeps them, such as the digits of a time.
	 */
	private static boolean isUntouched(ExecutionPointer known, ExecutionPointer stored) {
		return known.status() == stored.status() && known.active() == stored.active()
				&& known.eventPublished() == stored.eventPublished() && known.retryCount() == stored.retryCount()
				&& (known.endTime() == null) == (stored.endTime() == null);
	}

	/**
	 * Tells whether an event has come for a pointer that the pass has closed, such as a
	 * cancelled one. It is too late.
	 */
	private static boolean isOver(ExecutionPointer known, ExecutionPointer stored, ExecutionPointer after) {
		return !known.eventPublished() && known.endTime() == null && stored.eventPublished() && stored.endTime() == null
				&& after.endTime() != null;
	}

	private static Map<String, ExecutionPointer> byId(List<ExecutionPointer> pointers) {
		Map<String, ExecutionPointer> byId = new HashMap<>();
		pointers.forEach((pointer) -> byId.put(pointer.id(), pointer));
		return byId;
	}

	private static boolean isFinal(WorkflowStatus status) {
		return status == WorkflowStatus.COMPLETE || status == WorkflowStatus.TERMINATED;
	}

}
