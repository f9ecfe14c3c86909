package io.wfe.engine;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A step of a chain. Modifiers change the step, verbs add the next one. <pre>{@code
 * workflow.then("charge", this::charge)
 *         .timeout(Duration.ofSeconds(10))
 *         .onError(ErrorBehavior.retry(Duration.ofSeconds(1), 3))
 *         .compensateWith("refund", this::refund)
 *     .then("ship", this::ship)
 *         .when(Order::isPhysical);
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
public interface StepBuilder<D> extends Sequence<D> {

	/**
	 * Names the step.
	 * @param name the name, for people to read
	 * @return this builder
	 */
	StepBuilder<D> name(String name);

	/**
	 * Labels the step as a target of {@link #goTo(String)}.
	 * @param label the label, unique in the definition
	 * @return this builder
	 */
	StepBuilder<D> label(String label);

	/**
	 * Sets what happens when the step fails. By default a step with a compensation, or in
	 * a saga, is compensated. Other steps use the behavior of the workflow or, if it has
	 * none, of the host.
	 * @param behavior the behavior
	 * @return this builder
	 */
	StepBuilder<D> onError(ErrorBehavior behavior);

	/**
	 * Limits the time of one activation. A body that takes longer is interrupted, and the
	 * step fails. One that ignores the interrupt fails when it ends.
	 * @param timeout the limit
	 * @return this builder
	 */
	StepBuilder<D> timeout(Duration timeout);

	/**
	 * Skips the step if a condition does not hold when its turn comes.
	 * @param condition the condition
	 * @return this builder
	 */
	StepBuilder<D> when(Predicate<D> condition);

	/**
	 * Cancels the step, and all steps inside it, as soon as a condition holds. The engine
	 * evaluates the condition before and after each step of the instance that runs.
	 * @param condition the condition
	 * @param proceed whether the chain continues behind the step
	 * @return this builder
	 */
	StepBuilder<D> cancelWhen(Predicate<D> condition, boolean proceed);

	/**
	 * Sets how to undo the step.
	 * @param name the name of the compensation
	 * @param body the compensation
	 * @return this builder
	 */
	StepBuilder<D> compensateWith(String name, StepBody<D> body);

	/**
	 * Sets how to undo the step, by several steps.
	 * @param sequence the steps
	 * @return this builder
	 */
	StepBuilder<D> compensateWith(Consumer<Sequence<D>> sequence);

	/**
	 * Runs the body in a transaction of the application's database, which also stores the
	 * result of the step. So the effects on that database happen exactly once. The store
	 * must share a DataSource with the application.
	 * @return this builder
	 */
	StepBuilder<D> transactional();

}
