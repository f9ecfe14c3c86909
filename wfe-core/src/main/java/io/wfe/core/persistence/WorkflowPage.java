package io.wfe.core.persistence;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of workflow instances, newest first.
 *
 * @param workflows the instances of this page
 * @param next where the next page starts, or {@code null} if this is the last one
 * @since 0.1.0
 */
public record WorkflowPage(List<WorkflowSummary> workflows, @Nullable Cursor next) {

	/**
	 * Creates a page.
	 */
	public WorkflowPage {
		workflows = List.copyOf(workflows);
	}

	/**
	 * A place in the list of instances, which new and deleted instances do not shift.
	 *
	 * @param createTime the creation time of the last instance of the page before
	 * @param id the id of that instance
	 */
	public record Cursor(Instant createTime, String id) {

	}

}
