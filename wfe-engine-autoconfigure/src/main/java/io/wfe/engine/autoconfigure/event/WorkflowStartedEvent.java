package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.WorkflowInstance;

/**
 * A workflow was started.
 *
 * @param workflow the workflow
 * @since 0.1.0
 */
public record WorkflowStartedEvent(WorkflowInstance workflow) implements WorkflowEvent {

}
