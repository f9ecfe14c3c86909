package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.WorkflowInstance;

/**
 * A workflow was suspended, by a command or a failure.
 *
 * @param workflow the workflow
 * @since 0.1.0
 */
public record WorkflowSuspendedEvent(WorkflowInstance workflow) implements WorkflowEvent {

}
