package io.wfe.engine.internal.executor;

import java.util.ArrayList;
import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.SharedJson;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Creates the pointers that follow others.
 *
 * @param <D> the type of the workflow's data
 */
final class Successors<D> {

	private final PassState<D> state;

	Successors(PassState<D> state) {
		this.state = state;
	}

	/**
	 * Lets the chain go on behind a pointer, unless it has gone on already.
	 * @param pointer the pointer
	 * @param step its step
	 * @param skipped whether it was skipped
	 * @param behind the id of the pointer whose end the chain waits for, or {@code null}
	 */
	void follow(ExecutionPointer pointer, Step<D> step, boolean skipped, @Nullable String behind) {
		int next = step.successor(skipped);
		if (next < 0 || SharedJson.extensionAttributes(pointer).containsKey(Attributes.FORKED)) {
			return;
		}
		boolean stable = behind == null && (skipped || step.kind().isBodiless());
		String id = stable ? FollowingId.of(pointer.id()) : this.state.services().ids().get();
		ExecutionPointer.Builder successor = pointer(id, next).contextItem(SharedJson.contextItem(pointer))
			.predecessorId(pointer.id())
			.scope(pointer.scope());
		if (behind != null) {
			successor.predecessorId(behind).active(false).status(PointerStatus.PENDING_PREDECESSOR);
		}
		this.state.pointers().add(successor.build());
	}

	/**
	 * Runs a branch of a pointer.
	 * @return the id of the new pointer
	 */
	String branch(ExecutionPointer container, int firstStep, @Nullable JsonNode item) {
		List<String> scope = new ArrayList<>(container.scope());
		scope.add(container.id());
		ExecutionPointer child = pointer(this.state.services().ids().get(), firstStep).contextItem(item)
			.predecessorId(container.id())
			.scope(scope)
			.build();
		this.state.pointers().add(child);
		return child.id();
	}

	/**
	 * Runs the compensation of a pointer.
	 * @param pointer the pointer to be compensated
	 * @param step its step, which has a compensation
	 * @param failedId the id of the pointer that has failed
	 * @param behind the id of the compensation that goes before, or {@code null}
	 * @return the id of the new pointer
	 */
	String compensate(ExecutionPointer pointer, Step<D> step, String failedId, @Nullable String behind) {
		ExecutionPointer compensation = pointer(this.state.services().ids().get(), step.compensation())
			.contextItem(SharedJson.contextItem(pointer))
			.predecessorId((behind != null) ? behind : failedId)
			.scope(pointer.scope())
			.active(behind == null)
			.status((behind == null) ? PointerStatus.PENDING : PointerStatus.PENDING_PREDECESSOR)
			.build();
		this.state.pointers().add(compensation);
		return compensation.id();
	}

	private ExecutionPointer.Builder pointer(String id, int stepId) {
		Step<D> step = this.state.definition().step(stepId);
		return ExecutionPointer.builder()
			.id(id)
			.stepId(stepId)
			.stepName((step != null) ? step.name() : null)
			.active(true);
	}

}
