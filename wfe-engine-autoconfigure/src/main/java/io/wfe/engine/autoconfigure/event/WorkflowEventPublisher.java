package io.wfe.engine.autoconfigure.event;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowListener;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what a listener is told as events of the application.
 *
 * @since 0.1.0
 */
public final class WorkflowEventPublisher implements WorkflowListener {

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates a listener.
	 * @param publisher where the events go
	 */
	public WorkflowEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void started(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowStartedEvent(workflow));
	}

	@Override
	public void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
		this.publisher.publishEvent(new StepStartedEvent(workflow, pointer));
	}

	@Override
	public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
		this.publisher.publishEvent(new StepCompletedEvent(workflow, pointer));
	}

	@Override
	public void stepFailed(WorkflowInstance workflow, ExecutionPointer pointer, Throwable failure) {
		this.publisher.publishEvent(new StepFailedEvent(workflow, pointer, failure));
	}

	@Override
	public void suspended(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowSuspendedEvent(workflow));
	}

	@Override
	public void resumed(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowResumedEvent(workflow));
	}

	@Override
	public void completed(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowCompletedEvent(workflow));
	}

	@Override
	public void terminated(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowTerminatedEvent(workflow));
	}

}
