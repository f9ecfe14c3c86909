package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.WorkflowInstance;

/**
 * A workflow is complete.
 *
 * @param store the name of the store of the workflow
 * @param workflow the workflow
 * @since 0.1.0
 */
public record WorkflowCompletedEvent(String store, WorkflowInstance workflow) implements WorkflowEvent {

}
