package io.wfe.engine;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A step that runs another workflow and waits for its end. <pre>{@code
 * workflow.subWorkflow("invoice", Order::invoiceData)
 *     .version(2)
 *     .output(Invoice.class, Order::withInvoice);
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
public interface SubWorkflowBuilder<D> extends StepBuilder<D> {

	/**
	 * Sets the version of the other workflow. The default is the latest one.
	 * @param version the version
	 * @return this builder
	 */
	SubWorkflowBuilder<D> version(int version);

	/**
	 * Stores the data of the other workflow in the data of this one.
	 * @param <R> the type to read it as
	 * @param type the type to read it as
	 * @param output takes the data and the other workflow's and returns the new data; a
	 * mutable bean may be changed and returned
	 * @return this builder
	 */
	<R> SubWorkflowBuilder<D> output(Class<R> type, BiFunction<D, R, D> output);

	@Override
	SubWorkflowBuilder<D> name(String name);

	@Override
	SubWorkflowBuilder<D> label(String label);

	@Override
	SubWorkflowBuilder<D> onError(ErrorBehavior behavior);

	@Override
	SubWorkflowBuilder<D> timeout(Duration timeout);

	@Override
	SubWorkflowBuilder<D> when(Predicate<D> condition);

	@Override
	SubWorkflowBuilder<D> cancelWhen(Predicate<D> condition, boolean proceed);

	@Override
	SubWorkflowBuilder<D> compensateWith(String name, StepBody<D> body);

	@Override
	SubWorkflowBuilder<D> compensateWith(Consumer<Sequence<D>> sequence);

	@Override
	SubWorkflowBuilder<D> transactional();

}
