package io.wfe.actuator.endpoint;

import java.time.Instant;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A workflow instance without data and pointers.
 *
 * @param id the id
 * @param name the name
 * @param rootWorkflowId the id of the workflow that started it, or {@code null}
 * @param workflowDefinitionId the id of the definition
 * @param version the version of the definition
 * @param description the description, or {@code null}
 * @param reference the application's own key, or {@code null}
 * @param status the status
 * @param nextExecution when it is due, the epoch for at once, or {@code null} if it is
 * not scheduled
 * @param createTime when it was created
 * @param completeTime when it ended, or {@code null}
 * @since 0.1.0
 */
public record WorkflowSummaryDescriptor(String id, String name, @Nullable String rootWorkflowId,
		String workflowDefinitionId, int version, @Nullable String description, @Nullable String reference,
		WorkflowStatus status, @Nullable Instant nextExecution, Instant createTime,
		@Nullable Instant completeTime) implements OperationResponseBody {

	static WorkflowSummaryDescriptor of(WorkflowSummary workflow) {
		return new WorkflowSummaryDescriptor(workflow.id(), workflow.name(), workflow.rootWorkflowId(),
				workflow.workflowDefinitionId(), workflow.version(), workflow.description(), workflow.reference(),
				workflow.status(), workflow.nextExecution(), workflow.createTime(), workflow.completeTime());
	}

	static WorkflowSummaryDescriptor of(WorkflowInstance workflow) {
		return new WorkflowSummaryDescriptor(workflow.id(), workflow.name(), workflow.rootWorkflowId(),
				workflow.workflowDefinitionId(), workflow.version(), workflow.description(), workflow.reference(),
				workflow.status(), workflow.nextExecution(), workflow.createTime(), workflow.completeTime());
	}

	/**
	 * Describes it without the description.
	 */
	@Override
	public String toString() {
		return "WorkflowSummaryDescriptor[id=" + this.id + ", name=" + this.name + ", workflowDefinitionId="
				+ this.workflowDefinitionId + ", version=" + this.version + ", status=" + this.status + "]";
	}

}
