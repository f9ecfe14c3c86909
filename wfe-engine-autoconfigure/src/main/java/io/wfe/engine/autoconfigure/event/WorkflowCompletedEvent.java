package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.WorkflowInstance;

/**
 * A workflow is complete.
 *
 * @param workflow the workflow
 * @since 0.1.0
 */
public record WorkflowCompletedEvent(WorkflowInstance workflow) implements WorkflowEvent {

}
