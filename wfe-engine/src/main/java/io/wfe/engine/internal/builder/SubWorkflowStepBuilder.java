package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.SubWorkflowBuilder;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.steps.SubWorkflowStep;
import org.jspecify.annotations.Nullable;

/**
 * Builds the run of another workflow.
 *
 * @param <D> the type of the workflow's data
 */
final class SubWorkflowStepBuilder<D> extends DefaultStepBuilder<D> implements SubWorkflowBuilder<D> {

	private @Nullable Integer version;

	private SubWorkflowStep.@Nullable Output<D, ?> output;

	private SubWorkflowStepBuilder(Blueprint<D> blueprint, StepSpec<D> step) {
		super(blueprint, step);
	}

	static <D> SubWorkflowBuilder<D> add(ChainBuilder<D> chain, String definitionId,
			BiFunction<D, StepContext<D>, ?> input) {
		StepSpec<D> step = chain.add(definitionId, StepKind.SUB_WORKFLOW,
				new SubWorkflowStep<>(definitionId, null, input, null));
		SubWorkflowStepBuilder<D> builder = new SubWorkflowStepBuilder<>(chain.blueprint, step);
		step.logic = () -> new SubWorkflowStep<>(definitionId, builder.version, input, builder.output);
		return builder;
	}

	@Override
	public SubWorkflowBuilder<D> version(int version) {
		this.blueprint.checkOpen();
		this.version = version;
		return this;
	}

	@Override
	public <R> SubWorkflowBuilder<D> output(Class<R> type, BiFunction<D, R, D> output) {
		this.blueprint.checkOpen();
		this.output = new SubWorkflowStep.Output<>(Objects.requireNonNull(type, "type"),
				Objects.requireNonNull(output, "output"));
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> name(String name) {
		super.name(name);
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> label(String label) {
		super.label(label);
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> onError(ErrorBehavior behavior) {
		super.onError(behavior);
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> timeout(Duration timeout) {
		super.timeout(timeout);
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> when(Predicate<D> condition) {
		super.when(condition);
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> cancelWhen(Predicate<D> condition, boolean proceed) {
		super.cancelWhen(condition, proceed);
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> compensateWith(String name, StepBody<D> body) {
		super.compensateWith(name, body);
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> compensateWith(Consumer<Sequence<D>> sequence) {
		super.compensateWith(sequence);
		return this;
	}

	@Override
	public SubWorkflowBuilder<D> transactional() {
		super.transactional();
		return this;
	}

}
