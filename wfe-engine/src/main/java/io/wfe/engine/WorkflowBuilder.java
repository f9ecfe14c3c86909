package io.wfe.engine;

/**
 * Builds the steps of a workflow, see {@link Workflow#build(WorkflowBuilder)}. Blocks are
 * lambdas, so nesting in the source is nesting at run time. Each verb adds a step behind
 * the last one and returns that step's builder. Its modifiers change the step, its verbs
 * add the next one. <pre>{@code
 * workflow.call(ReserveStock.class).input(Order::items).output(Order::withReservation)
 *     .waitFor("parcel-scanned", Order::id, Scan.class).output(Order::withScan)
 *         .orAfter(Duration.ofDays(3), (late) -> late.then("tell support", this::tellSupport))
 *     .forEach(Order::items, Item.class, (item) -> item.then("invoice line", this::invoiceLine));
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
public interface WorkflowBuilder<D> extends Sequence<D> {

	/**
	 * Describes the workflow.
	 * @param description the description, for people to read
	 * @return this builder
	 */
	WorkflowBuilder<D> description(String description);

	/**
	 * Sets what happens when a step without its own behavior fails.
	 * @param behavior the behavior
	 * @return this builder
	 */
	WorkflowBuilder<D> onError(ErrorBehavior behavior);

}
