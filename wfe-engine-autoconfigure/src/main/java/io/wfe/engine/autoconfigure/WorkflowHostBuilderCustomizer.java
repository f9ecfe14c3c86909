package io.wfe.engine.autoconfigure;

import io.wfe.engine.WorkflowHost;

/**
 * Changes how the host is built, after the properties were applied. Beans of this type
 * are called in their order.
 *
 * <pre class="code">
 * &#64;Bean
 * WorkflowHostBuilderCustomizer ownThreads(TaskExecutor workflowExecutor) {
 *     return (builder) -&gt; builder.executor(workflowExecutor);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WorkflowHostBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder of the host
	 */
	void customize(WorkflowHost.Builder builder);

	/**
	 * Changes the builder of the host of a store.
	 * @param builder the builder of the host
	 * @param store the name of the store, {@code default} if it has none
	 */
	default void customize(WorkflowHost.Builder builder, String store) {
		customize(builder);
	}

}
