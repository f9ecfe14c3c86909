package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.wfe.engine.DecisionBuilder;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.steps.DecideStep;
import org.jspecify.annotations.Nullable;

/**
 * Builds a decision.
 *
 * @param <D> the type of the workflow's data
 */
final class DecisionStepBuilder<D> extends DefaultStepBuilder<D> implements DecisionBuilder<D> {

	private final List<@Nullable Object> values = new ArrayList<>();

	private int fallback = -1;

	private DecisionStepBuilder(Blueprint<D> blueprint, StepSpec<D> step) {
		super(blueprint, step);
	}

	static <D> DecisionBuilder<D> add(ChainBuilder<D> chain, Function<D, ?> expression) {
		StepSpec<D> step = chain.add(StepKind.DECIDE.verb(), StepKind.DECIDE,
				new DecideStep<>(expression, List.of(), -1));
		DecisionStepBuilder<D> builder = new DecisionStepBuilder<>(chain.blueprint, step);
		step.logic = () -> new DecideStep<>(expression,
				Collections.unmodifiableList(new ArrayList<@Nullable Object>(builder.values)), builder.fallback);
		return builder;
	}

	@Override
	public DecisionBuilder<D> when(@Nullable Object value, Consumer<Sequence<D>> branch) {
		this.blueprint.branch(this.step, String.valueOf(value), branch);
		this.values.add(value);
		return this;
	}

	@Override
	public DecisionBuilder<D> otherwise(Consumer<Sequence<D>> branch) {
		if (this.fallback >= 0) {
			throw this.blueprint.invalid(this.step.name, "has otherwise twice", null);
		}
		this.blueprint.branch(this.step, "otherwise", branch);
		this.fallback = this.values.size();
		this.values.add(null);
		return this;
	}

	@Override
	public DecisionBuilder<D> name(String name) {
		super.name(name);
		return this;
	}

	@Override
	public DecisionBuilder<D> label(String label) {
		super.label(label);
		return this;
	}

	@Override
	public DecisionBuilder<D> onError(ErrorBehavior behavior) {
		super.onError(behavior);
		return this;
	}

	@Override
	public DecisionBuilder<D> timeout(Duration timeout) {
		super.timeout(timeout);
		return this;
	}

	@Override
	public DecisionBuilder<D> when(Predicate<D> condition) {
		super.when(condition);
		return this;
	}

	@Override
	public DecisionBuilder<D> cancelWhen(Predicate<D> condition, boolean proceed) {
		super.cancelWhen(condition, proceed);
		return this;
	}

	@Override
	public DecisionBuilder<D> compensateWith(String name, StepBody<D> body) {
		super.compensateWith(name, body);
		return this;
	}

	@Override
	public DecisionBuilder<D> compensateWith(Consumer<Sequence<D>> sequence) {
		super.compensateWith(sequence);
		return this;
	}

	@Override
	public DecisionBuilder<D> transactional() {
		super.transactional();
		return this;
	}

}
