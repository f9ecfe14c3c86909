package io.wfe.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A step that waits for an event or for the result of an activity. <pre>{@code
 * workflow.waitFor("parcel-scanned", Order::id, Scan.class)
 *     .output(Order::withScan)
 *     .orAfter(Duration.ofDays(3), (late) -> late.then("tell support", this::tellSupport));
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @param <E> the type of the event's data
 * @since 0.1.0
 */
public interface EventBuilder<D, E> extends StepBuilder<D> {

	/**
	 * Sets the time from which events count. The default is the creation of the instance.
	 * @param asOf the time, from the data
	 * @return this builder
	 */
	EventBuilder<D, E> asOf(Function<D, Instant> asOf);

	/**
	 * Stores the data of the event in the data of the workflow.
	 * @param output takes the data and the event's and returns the new data; a mutable
	 * bean may be changed and returned
	 * @return this builder
	 */
	EventBuilder<D, E> output(BiFunction<D, E, D> output);

	/**
	 * Limits the wait. If the event does not come in time, the wait ends and the branch
	 * runs. Then the chain continues behind the wait.
	 * @param timeout how long to wait
	 * @param branch the branch
	 * @return this builder
	 */
	EventBuilder<D, E> orAfter(Duration timeout, Consumer<Sequence<D>> branch);

	@Override
	EventBuilder<D, E> name(String name);

	@Override
	EventBuilder<D, E> label(String label);

	@Override
	EventBuilder<D, E> onError(ErrorBehavior behavior);

	@Override
	EventBuilder<D, E> timeout(Duration timeout);

	@Override
	EventBuilder<D, E> when(Predicate<D> condition);

	@Override
	EventBuilder<D, E> cancelWhen(Predicate<D> condition, boolean proceed);

	@Override
	EventBuilder<D, E> compensateWith(String name, StepBody<D> body);

	@Override
	EventBuilder<D, E> compensateWith(Consumer<Sequence<D>> sequence);

	@Override
	EventBuilder<D, E> transactional();

}
