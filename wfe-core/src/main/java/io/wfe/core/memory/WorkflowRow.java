package io.wfe.core.memory;

import java.time.Instant;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;

/**
 * A stored workflow instance.
 *
 * @param instance the instance, with its revision
 * @param writtenAt when it was written
 * @param hostId the id of the host that has taken it, or {@code null}
 */
record WorkflowRow(WorkflowInstance instance, Instant writtenAt, @Nullable String hostId) {

	String id() {
		return this.instance.id();
	}

	WorkflowStatus status() {
		return this.instance.status();
	}

	/**
	 * Returns when the instance is due, or {@code null} if it never is.
	 */
	@Nullable Instant due() {
		return (status() == WorkflowStatus.RUNNABLE) ? this.instance.nextExecution() : null;
	}

	DefinitionKey definition() {
		return new DefinitionKey(this.instance.workflowDefinitionId(), this.instance.version());
	}

	/**
	 * Returns the definition of an instance that is due now or later, or {@code null}.
	 */
	@Nullable DefinitionKey dueDefinition() {
		return (due() != null) ? definition() : null;
	}

	boolean hasEnded() {
		return isFinal(status());
	}

	static boolean isFinal(WorkflowStatus status) {
		return status == WorkflowStatus.COMPLETE || status == WorkflowStatus.TERMINATED;
	}

	/**
	 * Returns when the instance ended, or {@code null} if it has not, or has no complete
	 * time.
	 */
	@Nullable Instant ended() {
		return hasEnded() ? this.instance.completeTime() : null;
	}

	/**
	 * Returns the last write of an instance that has ended without a complete time, or
	 * {@code null} for any other.
	 */
	@Nullable Instant endedWithoutTime() {
		return (hasEnded() && this.instance.completeTime() == null) ? this.writtenAt : null;
	}

	WorkflowSummary summary() {
		return new WorkflowSummary(this.instance.id(), this.instance.name(), this.instance.rootWorkflowId(),
				this.instance.workflowDefinitionId(), this.instance.version(), this.instance.description(),
				this.instance.reference(), this.instance.status(), this.instance.nextExecution(),
				this.instance.createTime(), this.instance.completeTime());
	}

}
