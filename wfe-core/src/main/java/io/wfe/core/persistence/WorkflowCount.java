package io.wfe.core.persistence;

import io.wfe.core.model.WorkflowStatus;

/**
 * How many stored instances of a definition have a status.
 *
 * @param workflowDefinitionId the id of the definition
 * @param status the status
 * @param count the number of instances, one or more
 * @since 0.1.0
 */
public record WorkflowCount(String workflowDefinitionId, WorkflowStatus status, long count) {

}
