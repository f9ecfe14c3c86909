/**
 * The public API of the engine: how to define workflows ({@link io.wfe.engine.Workflow})
 * and how to run them ({@link io.wfe.engine.WorkflowHost}).
 */
@NullMarked
package io.wfe.engine;

import org.jspecify.annotations.NullMarked;
