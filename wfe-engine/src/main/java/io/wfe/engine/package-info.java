/**
 * The public API of the engine: define workflows ({@link io.wfe.engine.Workflow}) and run
 * them ({@link io.wfe.engine.WorkflowHost}). <pre>{@code
 * WorkflowHost host = WorkflowHost.builder(provider).workflow(new Fulfilment()).build();
 * host.start();
 * String id = host.startWorkflow("fulfilment", new Order("order-7", 60, "book"));
 * }</pre>
 */
@NullMarked
package io.wfe.engine;

import org.jspecify.annotations.NullMarked;
