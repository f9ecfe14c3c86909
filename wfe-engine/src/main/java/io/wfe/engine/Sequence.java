package io.wfe.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A chain of steps: the workflow itself, or a branch. Each verb adds a step behind the
 * last one. <pre>{@code
 * workflow.update("check", Order::checked)
 *     .ifDo(Order::isLarge, (large) -> large.userTask("Send it?", Order::clerk)
 *         .option("yes", (yes) -> yes.update("approve", Order::approved))
 *         .option("no", (no) -> no.endWorkflow()))
 *     .forEach(Order::items, Item.class, (item) -> item.then("pack", this::pack))
 *     .delay(Duration.ofDays(14))
 *     .call("ask for a rating", this::ask).input(Order::customer);
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
public interface Sequence<D> {

	/**
	 * Adds a step.
	 * @param name the name of the step
	 * @param body its work
	 * @return the builder of the step
	 */
	StepBuilder<D> then(String name, StepBody<D> body);

	/**
	 * Adds a step with a body of a class. The host's {@link StepFactory} makes the body
	 * for each activation. The step has the simple name of the class.
	 * @param body the class of the body
	 * @return the builder of the step
	 */
	StepBuilder<D> then(Class<? extends StepBody<D>> body);

	/**
	 * Adds a step that can run a branch for each of several items. The body returns
	 * {@link ExecutionResult#branch(Collection)}, and runs again when all branches have
	 * ended. <pre>{@code
	 * workflow.then("check each", (step) -> (step.persistenceData(Boolean.class) == null)
	 *     ? ExecutionResult.branch(List.of("Berlin", "Oslo"), true) : ExecutionResult.next(),
	 *     (city) -> city.then("check", this::check));
	 * }</pre>
	 * @param name the name of the step
	 * @param body its work
	 * @param branch the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> then(String name, StepBody<D> body, Consumer<Sequence<D>> branch);

	/**
	 * Adds a step that changes the data. <pre>{@code
	 * workflow.update("approve", (order) -> order.withState("approved"));
	 * }</pre>
	 * @param name the name of the step
	 * @param change takes the data and returns the new data; a mutable bean may be
	 * changed and returned
	 * @return the builder of the step
	 */
	StepBuilder<D> update(String name, UnaryOperator<D> change);

	/**
	 * Adds a step that calls a task.
	 * @param <I> the type of its input
	 * @param <O> the type of its output
	 * @param name the name of the step
	 * @param task the task
	 * @return the builder of the step
	 */
	<I, O> CallBuilder<D, I, O> call(String name, Task<I, O> task);

	/**
	 * Adds a step that calls a task of a class. The host's {@link StepFactory} makes the
	 * task. The step has the simple name of the class.
	 * @param <I> the type of its input
	 * @param <O> the type of its output
	 * @param task the class of the task
	 * @return the builder of the step
	 */
	<I, O> CallBuilder<D, I, O> call(Class<? extends Task<I, O>> task);

	/**
	 * Waits for a time. No thread is blocked.
	 * @param period how long
	 * @return the builder of the step
	 */
	StepBuilder<D> delay(Duration period);

	/**
	 * Waits for a time.
	 * @param period how long, from the data
	 * @return the builder of the step
	 */
	StepBuilder<D> delay(Function<D, Duration> period);

	/**
	 * Waits for an event. Events since the creation of the instance count, see
	 * {@link EventBuilder#asOf(Function)}. A second wait for the same name and key on
	 * this branch gets a later event than the first.
	 * @param <E> the type of the event's data
	 * @param eventName the name of the event
	 * @param eventKey the key of the event, from the data
	 * @param eventType the type of the event's data
	 * @return the builder of the step
	 */
	<E> EventBuilder<D, E> waitFor(String eventName, Function<D, String> eventKey, Class<E> eventType);

	/**
	 * Waits until an external worker has done an activity, see {@link ActivityClient}.
	 * <pre>{@code
	 * workflow.activity("print-label", Order::address, String.class).output(Order::withLabel);
	 * }</pre>
	 * @param <P> the type of the parameters
	 * @param <R> the type of the result
	 * @param activityName the name of the activity
	 * @param parameters what the worker gets, from the data
	 * @param resultType the type of the result
	 * @return the builder of the step
	 */
	<P, R> EventBuilder<D, R> activity(String activityName, Function<D, P> parameters, Class<R> resultType);

	/**
	 * Runs a branch if a condition holds. <pre>{@code
	 * workflow.ifDo(Order::isLarge, (large) -> large.update("gift", Order::withGift));
	 * }</pre>
	 * @param condition the condition
	 * @param branch the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> ifDo(Predicate<D> condition, Consumer<Sequence<D>> branch);

	/**
	 * Runs a branch while a condition holds. <pre>{@code
	 * workflow.whileDo((order) -> order.attempts() < 3, (round) -> round.then("call", this::call));
	 * }</pre>
	 * @param condition the condition, evaluated before each round
	 * @param body the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> whileDo(Predicate<D> condition, Consumer<Sequence<D>> body);

	/**
	 * Runs a branch for each item, at most 1,000 at a time. The branches take turns. The
	 * items are stored, so a change of the data does not change the loop. <pre>{@code
	 * workflow.forEach(Order::items, Item.class, (item) -> item.then("pack", this::pack));
	 * }</pre>
	 * @param <T> the type of the items
	 * @param items the items, from the data
	 * @param itemType the type of the items
	 * @param body the branch, see {@link StepContext#item(Class)}
	 * @return the builder of the step
	 */
	<T> StepBuilder<D> forEach(Function<D, ? extends Collection<T>> items, Class<T> itemType,
			Consumer<Sequence<D>> body);

	/**
	 * Runs a branch for each item, one after the other. The items are stored, so a change
	 * of the data does not change the loop.
	 * @param <T> the type of the items
	 * @param items the items, from the data
	 * @param itemType the type of the items
	 * @param body the branch, see {@link StepContext#item(Class)}
	 * @return the builder of the step
	 */
	<T> StepBuilder<D> forEachInOrder(Function<D, ? extends Collection<T>> items, Class<T> itemType,
			Consumer<Sequence<D>> body);

	/**
	 * Runs several branches, and continues when all have ended. The branches take turns:
	 * one instance runs one step at a time. <pre>{@code
	 * workflow.parallel(List.of(
	 *     (one) -> one.waitFor("paid", Order::id, Payment.class),
	 *     (other) -> other.waitFor("packed", Order::id, Parcel.class)));
	 * }</pre>
	 * @param branches the branches
	 * @return the builder of the step
	 */
	StepBuilder<D> parallel(List<Consumer<Sequence<D>>> branches);

	/**
	 * Runs each branch whose value equals the value of an expression. Numbers are
	 * compared as numbers. The chain continues when the branches have ended.
	 * @param expression the expression
	 * @return the builder of the step, which takes the branches
	 */
	DecisionBuilder<D> decide(Function<D, ?> expression);

	/**
	 * Runs a branch. If a step in it fails, its completed steps are compensated in
	 * reverse order. Then the saga's own compensation runs, and the chain continues.
	 * Without such a compensation the instance ends, and the saga's pointer has the
	 * attribute {@code wfe.saga} with the value {@code failed}. <pre>{@code
	 * workflow.saga((saga) -> saga
	 *         .then("reserve", this::reserve).compensateWith("release", this::release)
	 *         .then("charge", this::charge).compensateWith("refund", this::refund))
	 *     .compensateWith("apologise", this::apologise);
	 * }</pre>
	 * @param body the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> saga(Consumer<Sequence<D>> body);

	/**
	 * Runs a branch once after a time. The chain continues at once, beside it.
	 * @param delay how long to wait
	 * @param body the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> schedule(Duration delay, Consumer<Sequence<D>> body);

	/**
	 * Runs a branch at once and again after each interval, until a condition holds.
	 * Rounds that are still running then are cancelled. The chain continues at once,
	 * beside it. <pre>{@code
	 * workflow.recur(Duration.ofDays(1), Order::isPaid, (day) -> day.then("remind", this::remind));
	 * }</pre>
	 * @param interval the time between two rounds
	 * @param until the condition that ends it
	 * @param body the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> recur(Duration interval, Predicate<D> until, Consumer<Sequence<D>> body);

	/**
	 * Runs the latest version of another workflow and waits for its end. The step fails
	 * if the other workflow does not end {@code COMPLETE}, or would be more than 100
	 * levels below the first one that waits.
	 * @param definitionId the id of its definition
	 * @param input its data, from the data of this one
	 * @return the builder of the step
	 */
	SubWorkflowBuilder<D> subWorkflow(String definitionId, Function<D, ?> input);

	/**
	 * Runs another workflow like {@link #subWorkflow(String, Function)}. Its data may
	 * also come from the step, such as the item of the loop around it:
	 *
	 * <pre class="code">
	 * order.forEach(Order::parcels, Parcel.class, (parcel) -&gt; parcel
	 *     .subWorkflow("parcel", (data, step) -&gt; step.item(Parcel.class)))
	 * </pre>
	 * @param definitionId the id of its definition
	 * @param input its data, from the data of this one and the step
	 * @return the builder of the step
	 */
	SubWorkflowBuilder<D> subWorkflow(String definitionId, BiFunction<D, StepContext<D>, ?> input);

	/**
	 * Asks a person and waits for the answer, see {@link UserTasks}.
	 * @param prompt the question
	 * @param assignee who is asked, from the data
	 * @return the builder of the step, which takes the options
	 */
	UserTaskBuilder<D> userTask(String prompt, Function<D, String> assignee);

	/**
	 * Jumps to the step with a label, in the same block or in one around it. A block that
	 * the jump leaves ends when its other branches have ended. Then the chain behind that
	 * block continues, too.
	 * @param label the label, see {@link StepBuilder#label(String)}
	 * @return the builder of the step
	 */
	StepBuilder<D> goTo(String label);

	/**
	 * Completes the instance, and cancels all open steps.
	 * @return the builder of the step
	 */
	StepBuilder<D> endWorkflow();

}
