package io.wfe.engine.internal.executor;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.engine.internal.definition.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Cancels steps whose condition to be cancelled holds.
 *
 * @param <D> the type of the workflow's data
 */
final class Cancellation<D> {

	private static final Logger logger = LoggerFactory.getLogger(Cancellation.class);

	private final PassState<D> state;

	private final Successors<D> successors;

	private @Nullable JsonNode seenData;

	private int seenPointers;

	Cancellation(PassState<D> state, Successors<D> successors) {
		this.state = state;
		this.successors = successors;
	}

	/**
	 * Evaluates the conditions, unless nothing has changed that they depend on.
	 */
	// The same object is the same data: looking into it is what is to be saved
	@SuppressWarnings("ReferenceEquality")
	void check() {
		List<Step<D>> steps = this.state.definition().cancellable();
		if (steps.isEmpty() || !this.state.isRunnable()
				|| (this.seenData == this.state.data() && this.seenPointers == this.state.pointers().size())) {
			return;
		}
		this.seenData = this.state.data();
		this.seenPointers = this.state.pointers().size();
		for (Step<D> step : steps) {
			List<Integer> open = openPointersOf(step);
			if (!open.isEmpty() && holds(step)) {
				open.forEach((position) -> cancel(position, step));
			}
		}
	}

	private List<Integer> openPointersOf(Step<D> step) {
		Pointers pointers = this.state.pointers();
		return pointers.open()
			.stream()
			.filter((position) -> pointers.get(position).stepId() == step.id())
			.filter((position) -> pointers.get(position).status() != PointerStatus.PENDING_PREDECESSOR)
			.toList();
	}

	private boolean holds(Step<D> step) {
		try {
			Predicate<D> condition = Objects.requireNonNull(step.cancelWhen());
			D data = this.state.services().json().read(this.state.data(), this.state.definition().dataType());
			return data != null && condition.test(data);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			logger.warn("The condition to cancel {} of {} has failed and counts as false", step,
					this.state.definition(), ex);
			return false;
		}
	}

	private void cancel(int position, Step<D> step) {
		ExecutionPointer pointer = this.state.pointers().get(position);
		if (pointer.endTime() != null) {
			return;
		}
		// A step beside the chain that has not been started has not let the chain go on
		// yet
		if (step.proceedOnCancel() || step.kind().isBeside()) {
			this.successors.follow(pointer, step, false, null);
		}
		end(position);
		for (int inner : this.state.pointers().open()) {
			if (this.state.pointers().get(inner).scope().contains(pointer.id())) {
				end(inner);
			}
		}
	}

	private void end(int position) {
		this.state.close(position, PointerStatus.CANCELLED);
		this.state.releaseBehind(this.state.pointers().get(position).id());
	}

}
