package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.WorkflowInstance;

/**
 * Something has happened to a workflow. Published as an event of the Spring application
 * after the commit, in order for one workflow, on the host that has done the work.
 *
 * <pre class="code">
 * &#64;EventListener
 * void tellSales(WorkflowCompletedEvent event) {
 *     this.sales.tell(event.workflow().reference());
 * }
 * </pre>
 *
 * The listener is called on the thread that runs the workflow, outside of any
 * transaction. What it throws is logged. If the host dies after the commit, an event may
 * be lost.
 *
 * @since 0.1.0
 */
public sealed interface WorkflowEvent
		permits StepCompletedEvent, StepFailedEvent, StepStartedEvent, WorkflowCompletedEvent, WorkflowResumedEvent,
		WorkflowStartedEvent, WorkflowSuspendedEvent, WorkflowTerminatedEvent {

	/**
	 * Returns the name of the store of the workflow.
	 * @return the name, {@code default} for the store that has none
	 */
	String store();

	/**
	 * Returns the workflow, as it was stored.
	 * @return the workflow
	 */
	WorkflowInstance workflow();

}
