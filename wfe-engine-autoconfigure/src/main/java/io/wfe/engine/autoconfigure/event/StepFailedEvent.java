package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;

/**
 * A step has failed.
 *
 * @param store the name of the store of the workflow
 * @param workflow the workflow
 * @param pointer the activation of the step
 * @param failure what the step has thrown
 * @since 0.1.0
 */
public record StepFailedEvent(String store, WorkflowInstance workflow, ExecutionPointer pointer,
		Throwable failure) implements WorkflowEvent {

}
