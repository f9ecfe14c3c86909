package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.UserTaskBuilder;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.steps.UserTaskStep;

/**
 * Builds a question to a person.
 *
 * @param <D> the type of the workflow's data
 */
final class UserTaskStepBuilder<D> extends DefaultStepBuilder<D> implements UserTaskBuilder<D> {

	private final List<UserTaskStep.Option> options = new ArrayList<>();

	private final List<UserTaskStep.Escalation<D>> escalations = new ArrayList<>();

	private UserTaskStepBuilder(Blueprint<D> blueprint, StepSpec<D> step) {
		super(blueprint, step);
	}

	static <D> UserTaskBuilder<D> add(ChainBuilder<D> chain, String prompt, Function<D, String> assignee) {
		StepSpec<D> step = chain.add(prompt, StepKind.USER_TASK,
				new UserTaskStep<>(prompt, assignee, List.of(), List.of()));
		UserTaskStepBuilder<D> builder = new UserTaskStepBuilder<>(chain.blueprint, step);
		step.logic = () -> new UserTaskStep<>(prompt, assignee, List.copyOf(builder.options),
				List.copyOf(builder.escalations));
		return builder;
	}

	@Override
	public UserTaskBuilder<D> option(String value, Consumer<Sequence<D>> branch) {
		Objects.requireNonNull(value, "value");
		if (this.options.stream().anyMatch((option) -> option.value().equals(value))) {
			throw this.blueprint.invalid(this.step.name, "has the option '" + value + "' twice", null);
		}
		this.options.add(new UserTaskStep.Option(value, this.step.branches.size()));
		this.blueprint.branch(this.step, value, branch);
		return this;
	}

	@Override
	public UserTaskBuilder<D> escalate(Duration after, Function<D, String> newAssignee, Consumer<Sequence<D>> branch) {
		if (after.isNegative() || after.isZero()) {
			throw this.blueprint.invalid(this.step.name, "needs a positive time before an escalation", null);
		}
		this.escalations.add(new UserTaskStep.Escalation<>(after, Objects.requireNonNull(newAssignee, "newAssignee"),
				this.step.branches.size()));
		this.blueprint.branch(this.step, "after " + after, branch);
		return this;
	}

	@Override
	public UserTaskBuilder<D> name(String name) {
		super.name(name);
		return this;
	}

	@Override
	public UserTaskBuilder<D> label(String label) {
		super.label(label);
		return this;
	}

	@Override
	public UserTaskBuilder<D> onError(ErrorBehavior behavior) {
		super.onError(behavior);
		return this;
	}

	@Override
	public UserTaskBuilder<D> timeout(Duration timeout) {
		super.timeout(timeout);
		return this;
	}

	@Override
	public UserTaskBuilder<D> when(Predicate<D> condition) {
		super.when(condition);
		return this;
	}

	@Override
	public UserTaskBuilder<D> cancelWhen(Predicate<D> condition, boolean proceed) {
		super.cancelWhen(condition, proceed);
		return this;
	}

	@Override
	public UserTaskBuilder<D> compensateWith(String name, StepBody<D> body) {
		super.compensateWith(name, body);
		return this;
	}

	@Override
	public UserTaskBuilder<D> compensateWith(Consumer<Sequence<D>> sequence) {
		super.compensateWith(sequence);
		return this;
	}

	@Override
	public UserTaskBuilder<D> transactional() {
		super.transactional();
		return this;
	}

}
