package io.wfe.dashboard;

import java.time.Instant;
import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.engine.WorkflowDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A workflow with all that belongs to it.
 *
 * @param at when this was read
 * @param workflow the workflow
 * @param definition its definition, or {@code null} if this application does not have it
 * @param parent the workflow that waits for it, or else the root of its family, or
 * {@code null} if nobody started it or that is gone
 * @param children the workflows that it waits for or has waited for
 * @param family the latest workflows that it is the root of
 * @param subscriptions its oldest subscriptions, one more than are shown
 * @param errors its latest errors, newest first, one more than are shown
 */
record WorkflowDetails(Instant at, WorkflowInstance workflow, @Nullable WorkflowDefinition<?> definition,
		@Nullable WorkflowSummary parent, List<WorkflowSummary> children, List<WorkflowSummary> family,
		List<EventSubscription> subscriptions, List<ExecutionError> errors) {

	/**
	 * How many subscriptions, errors and relatives are shown.
	 */
	static final int LIMIT = 100;

	/**
	 * Describes it without data.
	 */
	@Override
	public String toString() {
		return "WorkflowDetails[workflow=" + this.workflow + "]";
	}

}
