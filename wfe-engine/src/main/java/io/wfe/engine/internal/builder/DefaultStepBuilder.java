package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.steps.BranchStep;

/**
 * Changes a step, and adds steps behind it.
 *
 * @param <D> the type of the workflow's data
 */
class DefaultStepBuilder<D> extends ChainBuilder<D> implements StepBuilder<D> {

	final StepSpec<D> step;

	DefaultStepBuilder(Blueprint<D> blueprint, StepSpec<D> step) {
		super(blueprint, step.block);
		this.step = step;
	}

	@Override
	public StepBuilder<D> name(String name) {
		this.blueprint.checkOpen();
		if (name.isBlank()) {
			throw this.blueprint.invalid(this.step.name, "has a blank name", null);
		}
		this.step.name = name;
		return this;
	}

	@Override
	public StepBuilder<D> label(String label) {
		this.blueprint.checkOpen();
		if (label.isBlank()) {
			throw this.blueprint.invalid(this.step.name, "has a blank label", null);
		}
		this.step.label = label;
		return this;
	}

	@Override
	public StepBuilder<D> onError(ErrorBehavior behavior) {
		this.blueprint.checkOpen();
		this.step.errorBehavior = Objects.requireNonNull(behavior, "behavior");
		return this;
	}

	@Override
	public StepBuilder<D> timeout(Duration timeout) {
		this.blueprint.checkOpen();
		if (timeout.isNegative() || timeout.isZero()) {
			throw this.blueprint.invalid(this.step.name, "needs a positive timeout", null);
		}
		this.step.timeout = timeout;
		return this;
	}

	@Override
	public StepBuilder<D> when(Predicate<D> condition) {
		this.blueprint.checkOpen();
		this.step.when = Objects.requireNonNull(condition, "condition");
		return this;
	}

	@Override
	public StepBuilder<D> cancelWhen(Predicate<D> condition, boolean proceed) {
		this.blueprint.checkOpen();
		Objects.requireNonNull(condition, "condition");
		Predicate<D> own = this.step.cancelWhen;
		// A recurring step has a condition already
		this.step.cancelWhen = (own != null) ? own.or(condition) : condition;
		this.step.proceedOnCancel = proceed;
		return this;
	}

	@Override
	public StepBuilder<D> compensateWith(String name, StepBody<D> body) {
		this.blueprint.compensation(this.step, (chain) -> chain.then(name, body));
		return this;
	}

	@Override
	public StepBuilder<D> compensateWith(Consumer<Sequence<D>> sequence) {
		Objects.requireNonNull(sequence, "sequence");
		this.blueprint.compensation(this.step, (chain) -> {
			StepSpec<D> container = chain.add("compensate " + this.step.name, StepKind.COMPENSATION,
					new BranchStep<>(null));
			this.blueprint.branch(container, null, sequence);
		});
		return this;
	}

	@Override
	public StepBuilder<D> transactional() {
		this.blueprint.checkOpen();
		this.step.transactional = true;
		return this;
	}

}
