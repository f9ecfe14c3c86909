package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.SharedJson;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Undoes what was done when a step fails. The walk goes from the failed pointer outward,
 * through the containers that enclose it:
 * <ol>
 * <li>A container that says itself what happens on a failure, other than to compensate,
 * ends the walk: its behavior applies to it.</li>
 * <li>The pointer is closed. If its step has a compensation, that follows all
 * compensations before.</li>
 * <li>Outside of a saga, the failure is undone by that: the chain goes on behind the
 * compensation, and the walk ends.</li>
 * <li>Inside of a saga, what has completed beside the pointer is compensated, the latest
 * first; what is still open there is cancelled; and the walk goes on.</li>
 * </ol>
 *
 * @param <D> the type of the workflow's data
 */
final class Compensation<D> {

	private final PassState<D> state;

	private final Successors<D> successors;

	Compensation(PassState<D> state, Successors<D> successors) {
		this.state = state;
		this.successors = successors;
	}

	/**
	 * Tells whether a step that does not say what happens on a failure is compensated:
	 * something around it has a compensation or is a saga.
	 */
	boolean isImplied(ExecutionPointer pointer) {
		return path(pointer).stream()
			.map((position) -> this.state.stepOf(this.state.pointers().get(position)))
			.anyMatch((step) -> step != null && (step.compensation() >= 0 || step.isSaga()));
	}

	/**
	 * Tells whether a walk finds anything to do.
	 */
	boolean isPossible(ExecutionPointer pointer, Throwable failure) {
		return isImplied(pointer) || path(pointer).stream()
			.skip(1)
			.anyMatch((position) -> hasOtherBehavior(this.state.stepOf(this.state.pointers().get(position)), failure));
	}

	/**
	 * Returns the places of the pointer and its open containers, inside out. A
	 * compensation belongs to what it compensates no more: only what is part of it
	 * counts.
	 */
	private List<Integer> path(ExecutionPointer pointer) {
		List<Integer> path = new ArrayList<>();
		path.add(this.state.pointers().position(pointer.id()));
		Step<D> step = this.state.stepOf(pointer);
		boolean compensating = step != null && step.compensating();
		for (int index = pointer.scope().size() - 1; index >= 0; index--) {
			int position = this.state.pointers().position(pointer.scope().get(index));
			if (position < 0) {
				continue;
			}
			ExecutionPointer container = this.state.pointers().get(position);
			Step<D> containerStep = this.state.stepOf(container);
			if (compensating && (containerStep == null || !containerStep.compensating())) {
				break;
			}
			if (container.endTime() == null) {
				path.add(position);
			}
		}
		return path;
	}

	private static boolean hasOtherBehavior(@Nullable Step<?> step, Throwable failure) {
		ErrorBehavior behavior = (step != null) ? step.errorBehavior() : null;
		return behavior != null && behavior.on(failure).kind() != ErrorBehavior.Kind.COMPENSATE;
	}

	/**
	 * Walks outward from a failed pointer.
	 * @param failed its place
	 * @param failure what was thrown
	 * @return the place of the container whose own behavior ends the walk, if any
	 */
	OptionalInt run(int failed, Throwable failure) {
		String failedId = this.state.pointers().get(failed).id();
		List<Integer> path = path(this.state.pointers().get(failed));
		String chain = null;
		for (int index = 0; index < path.size(); index++) {
			int position = path.get(index);
			ExecutionPointer pointer = this.state.pointers().get(position);
			Step<D> step = this.state.stepOf(pointer);
			if (index > 0 && hasOtherBehavior(step, failure)) {
				cancelInside(pointer.id(), path);
				return OptionalInt.of(position);
			}
			boolean inSaga = path.subList(index + 1, path.size()).stream().anyMatch(this::isSaga);
			boolean compensated = isCompensable(step);
			if (compensated || isSaga(position)) {
				cancelInside(pointer.id(), path);
			}
			close(position, step, compensated);
			if (step != null && compensated) {
				chain = this.successors.compensate(pointer, step, failedId, chain);
				if (!inSaga) {
					this.successors.follow(pointer, step, false, chain);
				}
			}
			this.state.releaseBehind(pointer.id());
			if (compensated && !inSaga) {
				return OptionalInt.empty();
			}
			if (inSaga) {
				chain = revertBeside(pointer, failedId, chain);
			}
		}
		return OptionalInt.empty();
	}

	private static boolean isCompensable(@Nullable Step<?> step) {
		return step != null && step.compensation() >= 0;
	}

	private boolean isSaga(int position) {
		Step<D> step = this.state.stepOf(this.state.pointers().get(position));
		return step != null && step.isSaga();
	}

	private void close(int position, @Nullable Step<D> step, boolean compensated) {
		this.state.close(position, compensated ? PointerStatus.COMPENSATED : PointerStatus.FAILED);
		if (step != null && step.isSaga() && !compensated) {
			ExecutionPointer saga = this.state.pointers().get(position);
			Map<String, JsonNode> attributes = new LinkedHashMap<>(SharedJson.extensionAttributes(saga));
			attributes.put(Attributes.SAGA, JsonNodeFactory.instance.stringNode("failed"));
			this.state.pointers().replace(position, saga.toBuilder().extensionAttributes(attributes).build());
		}
	}

	/**
	 * Compensates what has completed in the container of a pointer, at any depth.
	 */
	private @Nullable String revertBeside(ExecutionPointer pointer, String failedId, @Nullable String before) {
		Pointers pointers = this.state.pointers();
		List<Integer> completed = new ArrayList<>();
		for (int position = 0; position < pointers.size(); position++) {
			ExecutionPointer candidate = pointers.get(position);
			Step<D> step = this.state.stepOf(candidate);
			if (candidate.status() == PointerStatus.COMPLETE && step != null && step.compensation() >= 0
					&& !step.compensating() && startsWith(candidate.scope(), pointer.scope())) {
				completed.add(position);
			}
		}
		completed.sort(Comparator.comparing((Integer position) -> endOf(pointers.get(position)))
			.thenComparing(Comparator.naturalOrder())
			.reversed());
		String chain = before;
		for (int position : completed) {
			ExecutionPointer candidate = pointers.get(position);
			Step<D> step = this.state.stepOf(candidate);
			if (step != null) {
				pointers.replace(position, candidate.toBuilder().status(PointerStatus.COMPENSATED).build());
				chain = this.successors.compensate(candidate, step, failedId, chain);
			}
		}
		return chain;
	}

	private static Instant endOf(ExecutionPointer pointer) {
		return (pointer.endTime() != null) ? pointer.endTime() : Instant.MIN;
	}

	private static boolean startsWith(List<String> scope, List<String> prefix) {
		return scope.size() >= prefix.size() && scope.subList(0, prefix.size()).equals(prefix);
	}

	/**
	 * Cancels what is open inside of a container that is closed or begins anew, but for
	 * the walk itself and compensations.
	 */
	private void cancelInside(String containerId, List<Integer> path) {
		for (int position : this.state.pointers().open()) {
			ExecutionPointer pointer = this.state.pointers().get(position);
			Step<D> step = this.state.stepOf(pointer);
			boolean compensating = step != null && step.compensating();
			if (!compensating && !path.contains(position) && pointer.scope().contains(containerId)) {
				this.state.close(position, PointerStatus.CANCELLED);
			}
		}
	}

}
