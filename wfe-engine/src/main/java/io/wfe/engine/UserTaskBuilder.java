package io.wfe.engine;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A step that asks a person. <pre>{@code
 * workflow.userTask("May this order be sent?", Order::clerk)
 *     .option("yes", (yes) -> yes.then("send", this::send))
 *     .option("no", (no) -> no.then("cancel", this::cancel))
 *     .escalate(Duration.ofDays(1), Order::manager, (late) -> late.then("remind", this::remind));
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
public interface UserTaskBuilder<D> extends StepBuilder<D> {

	/**
	 * Adds an answer.
	 * @param value the answer
	 * @param branch the branch that runs when it was chosen
	 * @return this builder
	 */
	UserTaskBuilder<D> option(String value, Consumer<Sequence<D>> branch);

	/**
	 * Hands the task to somebody else if nobody answers in time. Several escalations
	 * follow each other.
	 * @param after how long to wait, from the start of the task or from the escalation
	 * before
	 * @param newAssignee who is asked then, from the data
	 * @param branch runs then, beside the task
	 * @return this builder
	 */
	UserTaskBuilder<D> escalate(Duration after, Function<D, String> newAssignee, Consumer<Sequence<D>> branch);

	@Override
	UserTaskBuilder<D> name(String name);

	@Override
	UserTaskBuilder<D> label(String label);

	@Override
	UserTaskBuilder<D> onError(ErrorBehavior behavior);

	@Override
	UserTaskBuilder<D> timeout(Duration timeout);

	@Override
	UserTaskBuilder<D> when(Predicate<D> condition);

	@Override
	UserTaskBuilder<D> cancelWhen(Predicate<D> condition, boolean proceed);

	@Override
	UserTaskBuilder<D> compensateWith(String name, StepBody<D> body);

	@Override
	UserTaskBuilder<D> compensateWith(Consumer<Sequence<D>> sequence);

	@Override
	UserTaskBuilder<D> transactional();

}
