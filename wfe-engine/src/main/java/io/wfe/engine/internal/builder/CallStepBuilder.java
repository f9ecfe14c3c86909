package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.wfe.engine.CallBuilder;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.Task;
import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.steps.CallStep;
import org.jspecify.annotations.Nullable;

/**
 * Builds the call of a task.
 *
 * @param <D> the type of the workflow's data
 * @param <I> the type of the task's input
 * @param <O> the type of the task's output
 */
final class CallStepBuilder<D, I, O> extends DefaultStepBuilder<D> implements CallBuilder<D, I, O> {

	private @Nullable BiFunction<D, StepContext<D>, I> input;

	private @Nullable BiFunction<D, O, D> output;

	private CallStepBuilder(Blueprint<D> blueprint, StepSpec<D> step) {
		super(blueprint, step);
	}

	static <D, I, O> CallBuilder<D, I, O> add(ChainBuilder<D> chain, String name,
			Function<Activation<D>, ? extends Task<I, O>> task) {
		StepSpec<D> step = chain.add(name, StepKind.CALL, new CallStep<>(task, null, null));
		CallStepBuilder<D, I, O> builder = new CallStepBuilder<>(chain.blueprint, step);
		step.logic = () -> new CallStep<>(task, builder.input, builder.output);
		return builder;
	}

	@Override
	public CallBuilder<D, I, O> input(Function<D, I> input) {
		Objects.requireNonNull(input, "input");
		return input((data, context) -> input.apply(data));
	}

	@Override
	public CallBuilder<D, I, O> input(BiFunction<D, StepContext<D>, I> input) {
		this.blueprint.checkOpen();
		this.input = Objects.requireNonNull(input, "input");
		return this;
	}

	@Override
	public CallBuilder<D, I, O> output(BiFunction<D, O, D> output) {
		this.blueprint.checkOpen();
		this.output = Objects.requireNonNull(output, "output");
		return this;
	}

	@Override
	public CallBuilder<D, I, O> name(String name) {
		super.name(name);
		return this;
	}

	@Override
	public CallBuilder<D, I, O> label(String label) {
		super.label(label);
		return this;
	}

	@Override
	public CallBuilder<D, I, O> onError(ErrorBehavior behavior) {
		super.onError(behavior);
		return this;
	}

	@Override
	public CallBuilder<D, I, O> timeout(Duration timeout) {
		super.timeout(timeout);
		return this;
	}

	@Override
	public CallBuilder<D, I, O> when(Predicate<D> condition) {
		super.when(condition);
		return this;
	}

	@Override
	public CallBuilder<D, I, O> cancelWhen(Predicate<D> condition, boolean proceed) {
		super.cancelWhen(condition, proceed);
		return this;
	}

	@Override
	public CallBuilder<D, I, O> compensateWith(String name, StepBody<D> body) {
		super.compensateWith(name, body);
		return this;
	}

	@Override
	public CallBuilder<D, I, O> compensateWith(Consumer<Sequence<D>> sequence) {
		super.compensateWith(sequence);
		return this;
	}

	@Override
	public CallBuilder<D, I, O> transactional() {
		super.transactional();
		return this;
	}

}
