package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.WorkflowStep;
import io.wfe.engine.internal.definition.Step;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.definition.StepLogic;
import org.jspecify.annotations.Nullable;

/**
 * A step while its definition is built.
 *
 * @param <D> the type of the workflow's data
 */
final class StepSpec<D> {

	final int id;

	final StepKind kind;

	final Block<D> block;

	final List<WorkflowStep.Branch> branches = new ArrayList<>();

	String name;

	Supplier<StepLogic<D>> logic;

	int next = -1;

	int target = -1;

	int compensation = -1;

	@Nullable String jump;

	@Nullable String label;

	@Nullable ErrorBehavior errorBehavior;

	@Nullable Duration timeout;

	@Nullable Predicate<D> when;

	@Nullable Predicate<D> cancelWhen;

	boolean proceedOnCancel;

	boolean transactional;

	StepSpec(int id, String name, StepKind kind, Block<D> block, Supplier<StepLogic<D>> logic) {
		this.id = id;
		this.name = name;
		this.kind = kind;
		this.block = block;
		this.logic = logic;
	}

	/**
	 * Tells whether the chain can get behind the step.
	 */
	boolean goesOn() {
		return this.when != null || (this.kind != StepKind.GO_TO && this.kind != StepKind.END_WORKFLOW);
	}

	Step<D> toStep() {
		return new Step<>(this.id, this.name, this.kind, this.label, this.logic.get(), this.branches, this.next,
				this.target, this.compensation, this.block.isCompensating(), this.errorBehavior, this.timeout,
				this.when, this.cancelWhen, this.proceedOnCancel, this.transactional);
	}

}
