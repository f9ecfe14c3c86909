package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.WorkflowInstance;

/**
 * A suspended workflow was resumed.
 *
 * @param workflow the workflow
 * @since 0.1.0
 */
public record WorkflowResumedEvent(WorkflowInstance workflow) implements WorkflowEvent {

}
