package io.wfe.actuator.endpoint;

import java.time.Instant;
import java.util.List;

import io.wfe.core.persistence.StuckWorkflow;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Workflow instances that somebody should look at.
 *
 * @param due those that are due and that no host has taken
 * @param owned those that a host owns and has not written for long
 * @param failed those that are suspended and have a failed step
 * @since 0.1.0
 */
public record StuckDescriptor(List<StuckWorkflowDescriptor> due, List<StuckWorkflowDescriptor> owned,
		List<StuckWorkflowDescriptor> failed) implements OperationResponseBody {

	/**
	 * An instance that somebody should look at.
	 *
	 * @param workflow the instance
	 * @param since since when it has been due, or when it was last written
	 * @param hostId the id of the host that owns it, or {@code null}
	 */
	public record StuckWorkflowDescriptor(WorkflowSummaryDescriptor workflow, Instant since, @Nullable String hostId) {

		static List<StuckWorkflowDescriptor> of(List<StuckWorkflow> stuck) {
			return stuck.stream()
				.map((one) -> new StuckWorkflowDescriptor(WorkflowSummaryDescriptor.of(one.workflow()), one.since(),
						one.hostId()))
				.toList();
		}

	}

}
