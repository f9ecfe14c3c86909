package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.EventRejectedException;
import io.wfe.engine.internal.definition.Step;
import tools.jackson.databind.JsonNode;

/**
 * Decides what happens when a step fails, and does it.
 *
 * @param <D> the type of the workflow's data
 */
final class Failures<D> {

	/**
	 * The share of a growing interval that is taken away at random, at most.
	 */
	private static final double JITTER = 0.2;

	/**
	 * What a container keeps of its rounds, besides its persistence data.
	 */
	private static final Set<String> ROUND_ATTRIBUTES = Set.of(Attributes.ITEMS, Attributes.ESCALATIONS,
			Attributes.TASK, Attributes.DEADLINE);

	private final PassState<D> state;

	private final Compensation<D> compensation;

	Failures(PassState<D> state, Successors<D> successors) {
		this.state = state;
		this.compensation = new Compensation<>(state, successors);
	}

	/**
	 * Handles a failure of a step.
	 * @param position the place of its pointer
	 * @param step the step
	 * @param failure what was thrown
	 */
	void handle(int position, Step<D> step, Throwable failure) {
		ExecutionPointer pointer = this.state.pointers().get(position);
		this.state.error(pointer, failure);
		this.state.tell(new Lifecycle.StepFailed(pointer, failure));
		ErrorBehavior behavior = behavior(pointer, step, failure);
		if (behavior.kind() == ErrorBehavior.Kind.COMPENSATE) {
			if (this.compensation.isPossible(pointer, failure)) {
				this.compensation.run(position, failure)
					.ifPresent((outer) -> apply(outer, behaviorOf(outer, failure), failure, true));
			}
			else {
				// Nothing would be left to run, and the instance would end as if all were
				// well
				apply(position, ErrorBehavior.suspend(), failure, false);
			}
		}
		else {
			apply(position, behavior, failure, false);
		}
	}

	private ErrorBehavior behavior(ExecutionPointer pointer, Step<D> step, Throwable failure) {
		if (step.errorBehavior() != null) {
			return step.errorBehavior().on(failure);
		}
		if (this.compensation.isImplied(pointer)) {
			return ErrorBehavior.compensate();
		}
		return defaultBehavior().on(failure);
	}

	private ErrorBehavior defaultBehavior() {
		ErrorBehavior ofDefinition = this.state.definition().errorBehavior();
		return (ofDefinition != null) ? ofDefinition : this.state.services().errorBehavior();
	}

	private ErrorBehavior behaviorOf(int position, Throwable failure) {
		Step<D> step = this.state.stepOf(this.state.pointers().get(position));
		ErrorBehavior own = (step != null) ? step.errorBehavior() : null;
		return ((own != null) ? own : defaultBehavior()).on(failure);
	}

	private void apply(int position, ErrorBehavior behavior, Throwable failure, boolean anew) {
		ExecutionPointer pointer = this.state.pointers().get(position);
		switch (behavior.kind()) {
			case RETRY -> retry(position, pointer, behavior, failure, anew);
			case SUSPEND, COMPENSATE -> suspend(position, pointer, failure, anew);
			case TERMINATE -> {
				this.state.close(position, PointerStatus.FAILED);
				this.state.end(WorkflowStatus.TERMINATED);
			}
		}
	}

	private void retry(int position, ExecutionPointer pointer, ErrorBehavior behavior, Throwable failure,
			boolean anew) {
		if (behavior.maxRetries() > 0 && pointer.retryCount() >= behavior.maxRetries()) {
			suspend(position, pointer, failure, anew);
			return;
		}
		this.state.pointers()
			.replace(position,
					reopened(pointer, failure, anew).status(PointerStatus.SLEEPING)
						.retryCount(pointer.retryCount() + 1)
						.sleepUntil(this.state.now().plus(interval(behavior, pointer.retryCount())))
						.build());
	}

	private void suspend(int position, ExecutionPointer pointer, Throwable failure, boolean anew) {
		this.state.pointers()
			.replace(position, reopened(pointer, failure, anew).status(PointerStatus.FAILED).sleepUntil(null).build());
		this.state.suspend();
	}

	/**
	 * Returns a pointer that can run again. One whose branches have failed begins anew
	 * with its branches. A result that was itself a failure is dropped, or the step would
	 * find it again.
	 */
	private static ExecutionPointer.Builder reopened(ExecutionPointer pointer, Throwable failure, boolean anew) {
		ExecutionPointer.Builder reopened = pointer.toBuilder().active(true);
		if (failure instanceof EventRejectedException) {
			reopened.eventPublished(false).eventData(null);
		}
		if (anew) {
			Map<String, JsonNode> attributes = new LinkedHashMap<>(SharedJson.extensionAttributes(pointer));
			attributes.keySet().removeAll(ROUND_ATTRIBUTES);
			reopened.persistenceData(null)
				.children(List.of())
				.eventPublished(false)
				.eventData(null)
				.extensionAttributes(attributes);
		}
		return reopened;
	}

	private Duration interval(ErrorBehavior behavior, int retries) {
		if (behavior.factor() == 1) {
			return behavior.interval();
		}
		double longest = seconds(behavior.longest());
		double wanted = Math.min(seconds(behavior.interval()) * Math.pow(behavior.factor(), retries), longest);
		double jittered = wanted * (1 - JITTER * this.state.services().random().nextDouble());
		return Duration.ofNanos((long) (Math.min(jittered, Long.MAX_VALUE / 1e9) * 1e9));
	}

	private static double seconds(Duration duration) {
		return duration.getSeconds() + duration.getNano() / 1e9;
	}

	/**
	 * Lets a pointer whose body cannot be made, or whose step is not there, try again
	 * later. Nothing has run, so it is no failure of the step.
	 * @param position its place
	 * @param message what is missing
	 */
	void postpone(int position, String message) {
		ExecutionPointer pointer = this.state.pointers().get(position);
		Step<D> step = this.state.stepOf(pointer);
		ErrorBehavior own = (step != null) ? step.errorBehavior() : null;
		ErrorBehavior behavior = (own != null) ? own : defaultBehavior();
		Duration interval = (behavior.kind() == ErrorBehavior.Kind.RETRY) ? behavior.interval()
				: PassServices.DEFAULT_ERROR_BEHAVIOR.interval();
		Duration pause = interval.isZero() ? this.state.services().idleTime() : interval;
		this.state.error(pointer, message);
		this.state.pointers()
			.replace(position,
					pointer.toBuilder()
						.active(true)
						.status(PointerStatus.SLEEPING)
						.sleepUntil(this.state.now().plus(pause))
						.build());
	}

}
