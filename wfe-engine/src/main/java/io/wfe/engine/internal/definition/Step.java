package io.wfe.engine.internal.definition;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.WorkflowStep;
import org.jspecify.annotations.Nullable;

/**
 * A step of a definition.
 *
 * @param <D> the type of the workflow's data
 * @param id its place in the definition
 * @param name its name
 * @param kind its kind
 * @param label its label
 * @param logic what it does
 * @param branches the first steps of its branches
 * @param next the step behind it, or {@code -1}
 * @param target the step it jumps to, or {@code -1}
 * @param compensation the first step of its compensation, or {@code -1}
 * @param compensating whether it is part of a compensation
 * @param errorBehavior what happens when it fails, if it says so itself
 * @param timeout the limit of one activation
 * @param when the condition to run it
 * @param cancelWhen the condition to cancel it
 * @param proceedOnCancel whether the chain goes on when it is cancelled
 * @param transactional whether its body runs in a transaction of the application
 */
public record Step<D>(int id, String name, StepKind kind, @Nullable String label, StepLogic<D> logic,
		List<WorkflowStep.Branch> branches, int next, int target, int compensation, boolean compensating,
		@Nullable ErrorBehavior errorBehavior, @Nullable Duration timeout, @Nullable Predicate<D> when,
		@Nullable Predicate<D> cancelWhen, boolean proceedOnCancel, boolean transactional) {

	/**
	 * Copies the branches.
	 */
	public Step {
		branches = List.copyOf(branches);
	}

	/**
	 * Returns the first step of a branch.
	 * @param index the number of the branch
	 * @return the id of the step
	 */
	public int branch(int index) {
		return this.branches.get(index).firstStep();
	}

	/**
	 * Tells whether completed steps inside are compensated on a failure.
	 * @return whether it is a saga
	 */
	public boolean isSaga() {
		return this.kind == StepKind.SAGA;
	}

	/**
	 * Returns where the chain goes on behind the step.
	 * @param skipped whether the step was skipped: a jump is not made then
	 * @return the id of the step, or {@code -1} if the chain ends
	 */
	public int successor(boolean skipped) {
		return (this.kind == StepKind.GO_TO && !skipped) ? this.target : this.next;
	}

	/**
	 * Returns the step as far as it can be shown.
	 * @return the description
	 */
	public WorkflowStep describe() {
		return new WorkflowStep(this.id, this.name, this.kind.verb(), this.label, this.branches, orNull(this.next),
				orNull(this.target), orNull(this.compensation));
	}

	private static @Nullable Integer orNull(int step) {
		return (step >= 0) ? step : null;
	}

	/**
	 * Describes the step in short.
	 */
	@Override
	public String toString() {
		return "Step[" + this.id + " " + this.kind.verb() + " '" + this.name + "']";
	}

}
