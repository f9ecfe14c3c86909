package io.wfe.engine.internal.steps;

import java.util.function.BiFunction;
import java.util.function.Function;

import io.wfe.engine.StepContext;
import io.wfe.engine.Task;
import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Calls a task.
 *
 * @param <D> the type of the workflow's data
 * @param <I> the type of the task's input
 * @param <O> the type of the task's output
 * @param task makes the task
 * @param input where its input comes from, or {@code null} for none
 * @param output where its output goes, or {@code null} for nowhere
 */
public record CallStep<D, I, O>(Function<Activation<D>, ? extends Task<I, O>> task,
		@Nullable BiFunction<D, StepContext<D>, I> input,
		@Nullable BiFunction<D, O, D> output) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) throws Exception {
		Task<I, O> made = this.task.apply(activation);
		O result = call(made, (this.input != null) ? this.input.apply(activation.data(), activation) : null);
		if (this.output != null) {
			activation.data(this.output.apply(activation.data(), result));
		}
		return StepResult.next();
	}

	@SuppressWarnings("NullAway") // A task without an input is called with null
	private static <I, O> O call(Task<I, O> task, @Nullable I input) throws Exception {
		return task.run(input);
	}

}
