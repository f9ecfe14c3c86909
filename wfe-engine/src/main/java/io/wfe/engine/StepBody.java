package io.wfe.engine;

/**
 * The work of a step. Anything it throws is a failure of the step.
 * <p>
 * A body runs at least once. It runs again if the node dies before its result is stored:
 * use {@link StepContext#idempotencyKey()} to make a repeat harmless. <pre>{@code
 * workflow.then("charge", (step) -> {
 *     Receipt receipt = this.bank.charge(step.idempotencyKey(), step.data().amount());
 *     step.data(step.data().withReceipt(receipt));
 *     return ExecutionResult.next();
 * });
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
@FunctionalInterface
public interface StepBody<D> {

	/**
	 * Runs the step.
	 * @param context what the step works with
	 * @return how the workflow continues
	 * @throws Exception if the step fails
	 */
	ExecutionResult run(StepContext<D> context) throws Exception;

}
