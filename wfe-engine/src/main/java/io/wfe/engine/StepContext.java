package io.wfe.engine;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;

/**
 * What a step works with. It is valid while the step runs, on the thread that runs it.
 * <pre>{@code
 * ExecutionResult charge(StepContext<Order> step) {
 *     Receipt receipt = this.bank.charge(step.idempotencyKey(), step.data().amount());
 *     step.data(step.data().withReceipt(receipt));
 *     return ExecutionResult.next();
 * }
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
public interface StepContext<D> {

	/**
	 * Returns the data of the instance. It is mapped once per activation. A mutable bean
	 * may be changed in place.
	 * @return the data
	 */
	D data();

	/**
	 * Replaces the data of the instance. If the step fails, the data stays as it was.
	 * @param data the new data
	 */
	void data(D data);

	/**
	 * Returns the instance as of the start of this pass.
	 * @return the instance
	 */
	WorkflowInstance workflow();

	/**
	 * Returns the execution pointer: this activation of the step.
	 * @return the pointer
	 */
	ExecutionPointer pointer();

	/**
	 * Returns the item of the enclosing loop.
	 * @param <T> the type of the item
	 * @param type the type of the item
	 * @return the item, or {@code null} outside of a loop
	 */
	<T> @Nullable T item(Class<T> type);

	/**
	 * Returns the value that the last run of this step has kept, see
	 * {@link ExecutionResult#persist(Object)}.
	 * @param <T> the type of the value
	 * @param type the type of the value
	 * @return the value, or {@code null} if nothing was kept
	 */
	<T> @Nullable T persistenceData(Class<T> type);

	/**
	 * Returns the data of the event that the step waited for.
	 * @param <T> the type of the data
	 * @param type the type of the data
	 * @return the data, or {@code null} if no event was delivered or it has no data
	 */
	<T> @Nullable T eventData(Class<T> type);

	/**
	 * Tells whether the event that the step waited for was delivered.
	 * @return whether it was delivered
	 */
	boolean eventPublished();

	/**
	 * Returns a key to make a repeated call of another system harmless. The key is the
	 * same over all retries of this activation, and unique otherwise.
	 * @return the key
	 */
	String idempotencyKey();

	/**
	 * Returns the number of this attempt.
	 * @return 1 for the first run, 2 for the first retry, and so on
	 */
	int attempt();

	/**
	 * Tells whether the step should end early: the workflow was terminated, the host
	 * stops, or the step has run into its timeout.
	 * @return whether to end early
	 */
	boolean isCancellationRequested();

	/**
	 * Returns the host, to start other workflows or to publish events. A workflow that
	 * you start with it becomes a child of this one.
	 * @return the host
	 */
	WorkflowHost host();

}
