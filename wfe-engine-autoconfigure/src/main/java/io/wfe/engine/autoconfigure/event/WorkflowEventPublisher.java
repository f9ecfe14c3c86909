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

	private final String store;

	/**
	 * Creates a listener of one host.
	 * @param publisher where the events go
	 * @param store the name of the store of the host
	 */
	public WorkflowEventPublisher(ApplicationEventPublisher publisher, String store) {
		this.publisher = publisher;
		this.store = store;
	}

	@Override
	public void started(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowStartedEvent(this.store, workflow));
	}

	@Override
	public void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
		this.publisher.publishEvent(new StepStartedEvent(this.store, workflow, pointer));
	}

	@Override
	public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
		this.publisher.publishEvent(new StepCompletedEvent(this.store, workflow, pointer));
	}

	@Override
	public void stepFailed(WorkflowInstance workflow, ExecutionPointer pointer, Throwable failure) {
		this.publisher.publishEvent(new StepFailedEvent(this.store, workflow, pointer, failure));
	}

	@Override
	public void suspended(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowSuspendedEvent(this.store, workflow));
	}

	@Override
	public void resumed(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowResumedEvent(this.store, workflow));
	}

	@Override
	public void completed(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowCompletedEvent(this.store, workflow));
	}

	@Override
	public void terminated(WorkflowInstance workflow) {
		this.publisher.publishEvent(new WorkflowTerminatedEvent(this.store, workflow));
	}

}
