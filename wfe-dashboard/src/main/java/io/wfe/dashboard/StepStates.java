package io.wfe.dashboard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The states of the steps of a workflow, each of which may have been activated any number
 * of times.
 */
final class StepStates {

	/**
	 * The statuses of activations that are open, the one to be shown first in front.
	 */
	private static final List<PointerStatus> OPEN = List.of(PointerStatus.FAILED, PointerStatus.RUNNING,
			PointerStatus.SLEEPING, PointerStatus.WAITING_FOR_EVENT, PointerStatus.PENDING,
			PointerStatus.PENDING_PREDECESSOR);

	static final StepStates NONE = new StepStates(List.of());

	private final Map<Integer, List<ExecutionPointer>> activations = new HashMap<>();

	StepStates(Collection<ExecutionPointer> pointers) {
		pointers.forEach((pointer) -> this.activations.computeIfAbsent(pointer.stepId(), (id) -> new ArrayList<>())
			.add(pointer));
	}

	/**
	 * Returns the status by which a step is marked: that of its most urgent open
	 * activation, or else of the last one.
	 * @return the status, or {@code null} if the step was not reached
	 */
	@Nullable PointerStatus status(int step) {
		List<ExecutionPointer> pointers = of(step);
		if (pointers.isEmpty()) {
			return null;
		}
		return OPEN.stream()
			.filter((status) -> pointers.stream()
				.anyMatch((pointer) -> pointer.endTime() == null && pointer.status() == status))
			.findFirst()
			.orElseGet(() -> pointers.get(pointers.size() - 1).status());
	}

	/**
	 * Describes the state of a step in words.
	 */
	String text(int step) {
		List<ExecutionPointer> pointers = of(step);
		if (pointers.isEmpty()) {
			return "not reached";
		}
		if (pointers.size() == 1) {
			ExecutionPointer pointer = pointers.get(0);
			return Texts.words(pointer.status()) + ((pointer.retryCount() > 0 && pointer.endTime() == null)
					? ", attempt " + (pointer.retryCount() + 1) : "");
		}
		Map<PointerStatus, Integer> counts = new EnumMap<>(PointerStatus.class);
		pointers.forEach((pointer) -> counts.merge(pointer.status(), 1, Integer::sum));
		return counts.entrySet()
			.stream()
			.map((entry) -> Texts.number(entry.getValue()) + " " + Texts.words(entry.getKey()))
			.collect(Collectors.joining(", "));
	}

	private List<ExecutionPointer> of(int step) {
		return this.activations.getOrDefault(step, List.of());
	}

}
