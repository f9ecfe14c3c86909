package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.EventBuilder;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.definition.StepResult;
import io.wfe.engine.internal.steps.WaitStep;
import org.jspecify.annotations.Nullable;

/**
 * Builds a wait for an event or an activity.
 *
 * @param <D> the type of the workflow's data
 * @param <E> the type of the event's data
 */
final class EventStepBuilder<D, E> extends DefaultStepBuilder<D> implements EventBuilder<D, E> {

	private @Nullable Function<D, Instant> asOf;

	private @Nullable BiFunction<D, E, D> output;

	private @Nullable Duration patience;

	private EventStepBuilder(Blueprint<D> blueprint, StepSpec<D> step) {
		super(blueprint, step);
	}

	static <D, E> EventBuilder<D, E> add(ChainBuilder<D> chain, String name, StepKind kind, Class<E> type,
			Request<D> request) {
		Objects.requireNonNull(type, "type");
		StepSpec<D> step = chain.add(name, kind, new WaitStep<>(request.asOf(null), type, null, null));
		EventStepBuilder<D, E> builder = new EventStepBuilder<>(chain.blueprint, step);
		step.logic = () -> new WaitStep<>(request.asOf(builder.asOf), type, builder.output, builder.patience);
		return builder;
	}

	@Override
	public EventBuilder<D, E> asOf(Function<D, Instant> asOf) {
		this.blueprint.checkOpen();
		this.asOf = Objects.requireNonNull(asOf, "asOf");
		return this;
	}

	@Override
	public EventBuilder<D, E> output(BiFunction<D, E, D> output) {
		this.blueprint.checkOpen();
		this.output = Objects.requireNonNull(output, "output");
		return this;
	}

	@Override
	public EventBuilder<D, E> orAfter(Duration timeout, Consumer<Sequence<D>> branch) {
		if (this.patience != null) {
			throw this.blueprint.invalid(this.step.name, "has two time-out branches", null);
		}
		if (timeout.isNegative() || timeout.isZero()) {
			throw this.blueprint.invalid(this.step.name, "needs a positive time before its time-out branch", null);
		}
		this.blueprint.branch(this.step, "after " + timeout, branch);
		this.patience = timeout;
		return this;
	}

	/**
	 * Makes what a wait asks for.
	 *
	 * @param <D> the type of the workflow's data
	 */
	@FunctionalInterface
	interface Request<D> {

		Function<Activation<D>, StepResult.Subscription> asOf(@Nullable Function<D, Instant> asOf);

	}

	@Override
	public EventBuilder<D, E> name(String name) {
		super.name(name);
		return this;
	}

	@Override
	public EventBuilder<D, E> label(String label) {
		super.label(label);
		return this;
	}

	@Override
	public EventBuilder<D, E> onError(ErrorBehavior behavior) {
		super.onError(behavior);
		return this;
	}

	@Override
	public EventBuilder<D, E> timeout(Duration timeout) {
		super.timeout(timeout);
		return this;
	}

	@Override
	public EventBuilder<D, E> when(Predicate<D> condition) {
		super.when(condition);
		return this;
	}

	@Override
	public EventBuilder<D, E> cancelWhen(Predicate<D> condition, boolean proceed) {
		super.cancelWhen(condition, proceed);
		return this;
	}

	@Override
	public EventBuilder<D, E> compensateWith(String name, StepBody<D> body) {
		super.compensateWith(name, body);
		return this;
	}

	@Override
	public EventBuilder<D, E> compensateWith(Consumer<Sequence<D>> sequence) {
		super.compensateWith(sequence);
		return this;
	}

	@Override
	public EventBuilder<D, E> transactional() {
		super.transactional();
		return this;
	}

}
