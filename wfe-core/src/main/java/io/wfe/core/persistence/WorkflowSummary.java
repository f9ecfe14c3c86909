package io.wfe.core.persistence;

import java.time.Instant;

import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/**
 * A workflow instance as lists show it, without data and pointers.
 *
 * @param id the id
 * @param name the name
 * @param rootWorkflowId the id of the workflow that started this one, or {@code null}
 * @param workflowDefinitionId the id of the definition
 * @param version the version of the definition
 * @param description the description, or {@code null}
 * @param reference the application's own key for the instance, or {@code null}
 * @param status the status
 * @param nextExecution when the instance is due, or {@code null} if it is not scheduled
 * @param createTime when the instance was created
 * @param completeTime when the instance ended, or {@code null}
 * @since 0.1.0
 */
public record WorkflowSummary(String id, String name, @Nullable String rootWorkflowId, String workflowDefinitionId,
		int version, @Nullable String description, @Nullable String reference, WorkflowStatus status,
		@Nullable Instant nextExecution, Instant createTime, @Nullable Instant completeTime) {

	/**
	 * Describes the instance for a log, without its description, as the instance does.
	 */
	@Override
	public String toString() {
		return "WorkflowSummary[id=" + this.id + ", name=" + this.name + ", workflowDefinitionId="
				+ this.workflowDefinitionId + ", version=" + this.version + ", status=" + this.status
				+ ", nextExecution=" + this.nextExecution + "]";
	}

}
