package io.wfe.actuator.endpoint;

import java.util.List;

import io.wfe.core.persistence.WorkflowPage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A page of workflow instances, newest first.
 *
 * @param workflows the instances of this page
 * @param next what to ask for the next page with, or {@code null} if this is the last one
 * @since 0.1.0
 */
public record WorkflowPageDescriptor(List<WorkflowSummaryDescriptor> workflows,
		@Nullable String next) implements OperationResponseBody {

	static WorkflowPageDescriptor of(WorkflowPage page) {
		return new WorkflowPageDescriptor(page.workflows().stream().map(WorkflowSummaryDescriptor::of).toList(),
				WorkflowCursor.format(page.next()));
	}

}
