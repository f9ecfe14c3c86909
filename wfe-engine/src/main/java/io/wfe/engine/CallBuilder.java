package io.wfe.engine;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A step that calls a task. <pre>{@code
 * workflow.call("charge card", this::charge)
 *     .input(Order::amount)
 *     .output(Order::withReceipt)
 *     .onError(ErrorBehavior.retry(Duration.ofSeconds(1), 5));
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @param <I> the type of the task's input
 * @param <O> the type of the task's output
 * @since 0.1.0
 */
public interface CallBuilder<D, I, O> extends StepBuilder<D> {

	/**
	 * Sets the input of the task. Without it the input is {@code null}.
	 * @param input takes the data and returns the input
	 * @return this builder
	 */
	CallBuilder<D, I, O> input(Function<D, I> input);

	/**
	 * Sets the input of the task from the data and the step, such as its
	 * {@link StepContext#idempotencyKey()}.
	 * @param input takes the data and the step's context and returns the input
	 * @return this builder
	 */
	CallBuilder<D, I, O> input(BiFunction<D, StepContext<D>, I> input);

	/**
	 * Stores the output of the task in the data. Without it the output is dropped.
	 * @param output takes the data and the output and returns the new data; a mutable
	 * bean may be changed and returned
	 * @return this builder
	 */
	CallBuilder<D, I, O> output(BiFunction<D, O, D> output);

	@Override
	CallBuilder<D, I, O> name(String name);

	@Override
	CallBuilder<D, I, O> label(String label);

	@Override
	CallBuilder<D, I, O> onError(ErrorBehavior behavior);

	@Override
	CallBuilder<D, I, O> timeout(Duration timeout);

	@Override
	CallBuilder<D, I, O> when(Predicate<D> condition);

	@Override
	CallBuilder<D, I, O> cancelWhen(Predicate<D> condition, boolean proceed);

	@Override
	CallBuilder<D, I, O> compensateWith(String name, StepBody<D> body);

	@Override
	CallBuilder<D, I, O> compensateWith(Consumer<Sequence<D>> sequence);

	@Override
	CallBuilder<D, I, O> transactional();

}
