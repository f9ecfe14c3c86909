package io.wfe.engine;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A step that decides between branches. Every branch whose value equals the value of the
 * expression runs. <pre>{@code
 * workflow.decide(Order::country)
 *     .when("DE", (german) -> german.then("ship", this::ship))
 *     .otherwise((foreign) -> foreign.then("export", this::export));
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
public interface DecisionBuilder<D> extends StepBuilder<D> {

	/**
	 * Adds a branch for a value.
	 * @param value the value; numbers are compared as numbers
	 * @param branch the branch
	 * @return this builder
	 */
	DecisionBuilder<D> when(@Nullable Object value, Consumer<Sequence<D>> branch);

	/**
	 * Adds the branch that runs if no other does.
	 * @param branch the branch
	 * @return this builder
	 */
	DecisionBuilder<D> otherwise(Consumer<Sequence<D>> branch);

	@Override
	DecisionBuilder<D> name(String name);

	@Override
	DecisionBuilder<D> label(String label);

	@Override
	DecisionBuilder<D> onError(ErrorBehavior behavior);

	@Override
	DecisionBuilder<D> timeout(Duration timeout);

	@Override
	DecisionBuilder<D> when(Predicate<D> condition);

	@Override
	DecisionBuilder<D> cancelWhen(Predicate<D> condition, boolean proceed);

	@Override
	DecisionBuilder<D> compensateWith(String name, StepBody<D> body);

	@Override
	DecisionBuilder<D> compensateWith(Consumer<Sequence<D>> sequence);

	@Override
	DecisionBuilder<D> transactional();

}
