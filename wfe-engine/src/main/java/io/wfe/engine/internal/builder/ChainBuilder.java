package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.wfe.engine.CallBuilder;
import io.wfe.engine.DecisionBuilder;
import io.wfe.engine.EventBuilder;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.StepContext;
import io.wfe.engine.SubWorkflowBuilder;
import io.wfe.engine.Task;
import io.wfe.engine.UserTaskBuilder;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import io.wfe.engine.internal.steps.BodyStep;
import io.wfe.engine.internal.steps.BranchStep;
import io.wfe.engine.internal.steps.DelayStep;
import io.wfe.engine.internal.steps.ForEachStep;
import io.wfe.engine.internal.steps.RecurStep;
import io.wfe.engine.internal.steps.ScheduleStep;
import io.wfe.engine.internal.steps.UpdateStep;
import io.wfe.engine.internal.steps.WaitStep;
import io.wfe.engine.internal.steps.WhileStep;
import org.jspecify.annotations.Nullable;

/**
 * Adds steps to a block.
 *
 * @param <D> the type of the workflow's data
 */
class ChainBuilder<D> implements Sequence<D> {

	final Blueprint<D> blueprint;

	final Block<D> block;

	ChainBuilder(Blueprint<D> blueprint, Block<D> block) {
		this.blueprint = blueprint;
		this.block = block;
	}

	final StepSpec<D> add(String name, StepKind kind, Supplier<StepLogic<D>> logic) {
		return this.blueprint.add(this.block, name, kind, logic);
	}

	final StepSpec<D> add(String name, StepKind kind, StepLogic<D> logic) {
		return add(name, kind, () -> logic);
	}

	private StepBuilder<D> step(StepSpec<D> step) {
		return new DefaultStepBuilder<>(this.blueprint, step);
	}

	private StepBuilder<D> container(StepKind kind, StepLogic<D> logic, Consumer<Sequence<D>> branch) {
		return container(add(kind.verb(), kind, logic), null, branch);
	}

	private StepBuilder<D> container(StepSpec<D> step, @Nullable String text, Consumer<Sequence<D>> branch) {
		this.blueprint.branch(step, text, Objects.requireNonNull(branch, "branch"));
		return step(step);
	}

	@Override
	public StepBuilder<D> then(String name, StepBody<D> body) {
		Objects.requireNonNull(body, "body");
		return step(add(name, StepKind.THEN, new BodyStep<>((activation) -> body)));
	}

	@Override
	public StepBuilder<D> then(Class<? extends StepBody<D>> body) {
		return step(add(body.getSimpleName(), StepKind.THEN, new BodyStep<>((activation) -> activation.create(body))));
	}

	@Override
	public StepBuilder<D> then(String name, StepBody<D> body, Consumer<Sequence<D>> branch) {
		Objects.requireNonNull(body, "body");
		return container(add(name, StepKind.THEN, new BodyStep<>((activation) -> body)), "each item", branch);
	}

	@Override
	public StepBuilder<D> update(String name, UnaryOperator<D> change) {
		return step(add(name, StepKind.UPDATE, new UpdateStep<>(Objects.requireNonNull(change, "change"))));
	}

	@Override
	public <I, O> CallBuilder<D, I, O> call(String name, Task<I, O> task) {
		Objects.requireNonNull(task, "task");
		return CallStepBuilder.add(this, name, (activation) -> task);
	}

	@Override
	public <I, O> CallBuilder<D, I, O> call(Class<? extends Task<I, O>> task) {
		return CallStepBuilder.add(this, task.getSimpleName(), (activation) -> activation.create(task));
	}

	@Override
	public StepBuilder<D> delay(Duration period) {
		Objects.requireNonNull(period, "period");
		return step(add("delay " + period, StepKind.DELAY, new DelayStep<>((data) -> period)));
	}

	@Override
	public StepBuilder<D> delay(Function<D, Duration> period) {
		return step(add("delay", StepKind.DELAY, new DelayStep<>(Objects.requireNonNull(period, "period"))));
	}

	@Override
	public <E> EventBuilder<D, E> waitFor(String eventName, Function<D, String> eventKey, Class<E> eventType) {
		Objects.requireNonNull(eventKey, "eventKey");
		return EventStepBuilder.add(this, eventName, StepKind.WAIT_FOR, eventType,
				(asOf) -> WaitStep.event(eventName, eventKey, asOf));
	}

	@Override
	public <P, R> EventBuilder<D, R> activity(String activityName, Function<D, P> parameters, Class<R> resultType) {
		Objects.requireNonNull(parameters, "parameters");
		return EventStepBuilder.add(this, activityName, StepKind.ACTIVITY, resultType, (asOf) -> {
			if (asOf == null) {
				return WaitStep.activity(activityName, parameters);
			}
			return (activation) -> {
				StepResult.Subscription wanted = WaitStep.<D>activity(activityName, parameters).apply(activation);
				return new StepResult.Subscription(wanted.eventName(), wanted.eventKey(), asOf.apply(activation.data()),
						wanted.data(), null);
			};
		});
	}

	@Override
	public StepBuilder<D> ifDo(Predicate<D> condition, Consumer<Sequence<D>> branch) {
		Objects.requireNonNull(condition, "condition");
		return container(add(StepKind.IF.verb(), StepKind.IF, new BranchStep<>(condition)), "true", branch);
	}

	@Override
	public StepBuilder<D> whileDo(Predicate<D> condition, Consumer<Sequence<D>> body) {
		Objects.requireNonNull(condition, "condition");
		return container(add(StepKind.WHILE.verb(), StepKind.WHILE, new WhileStep<>(condition)), "true", body);
	}

	@Override
	public <T> StepBuilder<D> forEach(Function<D, ? extends Collection<T>> items, Class<T> itemType,
			Consumer<Sequence<D>> body) {
		Objects.requireNonNull(items, "items");
		return container(StepKind.FOR_EACH, new ForEachStep<>(items, ForEachStep.LARGEST_BATCH), body);
	}

	@Override
	public <T> StepBuilder<D> forEachInOrder(Function<D, ? extends Collection<T>> items, Class<T> itemType,
			Consumer<Sequence<D>> body) {
		Objects.requireNonNull(items, "items");
		return container(StepKind.FOR_EACH_IN_ORDER, new ForEachStep<>(items, 1), body);
	}

	@Override
	public StepBuilder<D> parallel(List<Consumer<Sequence<D>>> branches) {
		StepSpec<D> step = add(StepKind.PARALLEL.verb(), StepKind.PARALLEL, new BranchStep<>(null));
		if (branches.isEmpty()) {
			throw this.blueprint.invalid(step.name, "has no branches. Add one, or remove the step.", null);
		}
		branches.forEach((branch) -> this.blueprint.branch(step, null, branch));
		return step(step);
	}

	@Override
	public DecisionBuilder<D> decide(Function<D, ?> expression) {
		return DecisionStepBuilder.add(this, Objects.requireNonNull(expression, "expression"));
	}

	@Override
	public StepBuilder<D> saga(Consumer<Sequence<D>> body) {
		return container(StepKind.SAGA, new BranchStep<>(null), body);
	}

	@Override
	public StepBuilder<D> schedule(Duration delay, Consumer<Sequence<D>> body) {
		if (delay.isNegative()) {
			throw this.blueprint.invalid(StepKind.SCHEDULE.verb(), "has a negative delay", null);
		}
		return container(add(StepKind.SCHEDULE.verb(), StepKind.SCHEDULE, new ScheduleStep<>(delay)), "after " + delay,
				body);
	}

	@Override
	public StepBuilder<D> recur(Duration interval, Predicate<D> until, Consumer<Sequence<D>> body) {
		if (interval.isNegative() || interval.isZero()) {
			throw this.blueprint.invalid(StepKind.RECUR.verb(), "needs a positive interval", null);
		}
		StepSpec<D> step = add(StepKind.RECUR.verb(), StepKind.RECUR,
				new RecurStep<>(interval, Objects.requireNonNull(until, "until")));
		step.cancelWhen = until;
		return container(step, "every " + interval, body);
	}

	@Override
	public SubWorkflowBuilder<D> subWorkflow(String definitionId, Function<D, ?> input) {
		Objects.requireNonNull(input, "input");
		return subWorkflow(definitionId, (data, step) -> input.apply(data));
	}

	@Override
	public SubWorkflowBuilder<D> subWorkflow(String definitionId, BiFunction<D, StepContext<D>, ?> input) {
		return SubWorkflowStepBuilder.add(this, definitionId, Objects.requireNonNull(input, "input"));
	}

	@Override
	public UserTaskBuilder<D> userTask(String prompt, Function<D, String> assignee) {
		return UserTaskStepBuilder.add(this, prompt, Objects.requireNonNull(assignee, "assignee"));
	}

	@Override
	public StepBuilder<D> goTo(String label) {
		StepSpec<D> step = add("go to " + label, StepKind.GO_TO, (activation) -> StepResult.next());
		step.jump = label;
		return step(step);
	}

	@Override
	public StepBuilder<D> endWorkflow() {
		return step(add("end", StepKind.END_WORKFLOW, (activation) -> StepResult.end()));
	}

}
