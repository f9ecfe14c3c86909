package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;

/**
 * A step was started, or runs again after it has slept or waited.
 *
 * @param store the name of the store of the workflow
 * @param workflow the workflow
 * @param pointer the activation of the step
 * @since 0.1.0
 */
public record StepStartedEvent(String store, WorkflowInstance workflow,
		ExecutionPointer pointer) implements WorkflowEvent {

}
