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
 * last one.
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
	 * Adds a step whose body is made by the host's {@link StepFactory}, anew for each
	 * activation. The step has the simple name of the class.
	 * @param body the class of the body
	 * @return the builder of the step
	 */
	StepBuilder<D> then(Class<? extends StepBody<D>> body);

	/**
	 * Adds a step that can run a branch for each of several items, by
	 * {@link ExecutionResult#branch(Collection)}. It runs again when all have ended.
	 * @param name the name of the step
	 * @param body its work
	 * @param branch the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> then(String name, StepBody<D> body, Consumer<Sequence<D>> branch);

	/**
	 * Adds a step that changes the data.
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
	 * Adds a step that calls a task, made by the host's {@link StepFactory}. The step has
	 * the simple name of the class.
	 * @param <I> the type of its input
	 * @param <O> the type of its output
	 * @param task the class of the task
	 * @return the builder of the step
	 */
	<I, O> CallBuilder<D, I, O> call(Class<? extends Task<I, O>> task);

	/**
	 * Waits for a time. No thread waits meanwhile.
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
	 * Waits for an event. Events count that were published since the instance was
	 * created, see {@link EventBuilder#asOf(Function)}. Behind an earlier wait for the
	 * same name and key on this branch, events count from behind the one it got.
	 * @param <E> the type of the event's data
	 * @param eventName the name of the event
	 * @param eventKey the key of the event, from the data
	 * @param eventType the type of the event's data
	 * @return the builder of the step
	 */
	<E> EventBuilder<D, E> waitFor(String eventName, Function<D, String> eventKey, Class<E> eventType);

	/**
	 * Waits until an external worker has done an activity, see {@link ActivityClient}.
	 * @param <P> the type of the parameters
	 * @param <R> the type of the result
	 * @param activityName the name of the activity
	 * @param parameters what the worker gets, from the data
	 * @param resultType the type of the result
	 * @return the builder of the step
	 */
	<P, R> EventBuilder<D, R> activity(String activityName, Function<D, P> parameters, Class<R> resultType);

	/**
	 * Runs a branch if a condition holds.
	 * @param condition the condition
	 * @param branch the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> ifDo(Predicate<D> condition, Consumer<Sequence<D>> branch);

	/**
	 * Runs a branch while a condition holds.
	 * @param condition the condition, evaluated before each round
	 * @param body the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> whileDo(Predicate<D> condition, Consumer<Sequence<D>> body);

	/**
	 * Runs a branch for each item, all at once, but at most 1,000 at a time. The items
	 * are stored, so a change of the data does not change the loop.
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
	 * Runs several branches at once, and goes on when all have ended. Within one instance
	 * one step runs at a time: the branches take turns.
	 * @param branches the branches
	 * @return the builder of the step
	 */
	StepBuilder<D> parallel(List<Consumer<Sequence<D>>> branches);

	/**
	 * Runs the branches whose value equals that of an expression. Numbers are compared as
	 * numbers. The chain goes on when they have ended.
	 * @param expression the expression
	 * @return the builder of the step, which takes the branches
	 */
	DecisionBuilder<D> decide(Function<D, ?> expression);

	/**
	 * Runs a branch whose completed steps are compensated in reverse order, if a step in
	 * it fails. If the saga has a compensation of its own, that runs last and the chain
	 * goes on behind it. Without one nothing follows: the instance ends, and the saga's
	 * pointer has the attribute {@code wfe.saga} with the value {@code failed}.
	 * @param body the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> saga(Consumer<Sequence<D>> body);

	/**
	 * Runs a branch once after a time, beside the chain: the chain goes on at once.
	 * @param delay how long to wait
	 * @param body the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> schedule(Duration delay, Consumer<Sequence<D>> body);

	/**
	 * Runs a branch at once and again after each interval, beside the chain, until a
	 * condition holds. Rounds that run then are cancelled.
	 * @param interval the time between two rounds
	 * @param until the condition that ends it
	 * @param body the branch
	 * @return the builder of the step
	 */
	StepBuilder<D> recur(Duration interval, Predicate<D> until, Consumer<Sequence<D>> body);

	/**
	 * Runs another workflow, in its latest version, and waits for its end. If it does not
	 * end {@code COMPLETE}, the step fails.
	 * @param definitionId the id of its definition
	 * @param input its data, from the data of this one
	 * @return the builder of the step
	 */
	SubWorkflowBuilder<D> subWorkflow(String definitionId, Function<D, ?> input);

	/**
	 * Runs another workflow as {@link #subWorkflow(String, Function)} does. Its data may
	 * come from the step as well, such as the item of the loop around it:
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
	 * Goes on at the step with a label, which stands in the same block or in one around
	 * it. The block it stands in stays as it is: a block that is left ends when what runs
	 * in it has ended, and the chain behind it goes on then.
	 * @param label the label, see {@link StepBuilder#label(String)}
	 * @return the builder of the step
	 */
	StepBuilder<D> goTo(String label);

	/**
	 * Completes the instance. Whatever else is open is cancelled.
	 * @return the builder of the step
	 */
	StepBuilder<D> endWorkflow();

}
