package io.wfe.engine.host;

import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowListener;

/**
 * Writes down what it is told.
 */
record RecordingListener(List<String> told) implements WorkflowListener {

	@Override
	public void started(WorkflowInstance workflow) {
		this.told.add("started");
	}

	@Override
	public void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
		this.told.add("stepStarted " + pointer.stepName());
	}

	@Override
	public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
		this.told.add("stepCompleted " + pointer.stepName());
	}

	@Override
	public void stepFailed(WorkflowInstance workflow, ExecutionPointer pointer, Throwable failure) {
		this.told.add("stepFailed " + pointer.stepName());
	}

	@Override
	public void suspended(WorkflowInstance workflow) {
		this.told.add("suspended");
	}

	@Override
	public void resumed(WorkflowInstance workflow) {
		this.told.add("resumed");
	}

	@Override
	public void completed(WorkflowInstance workflow) {
		this.told.add("completed");
	}

	@Override
	public void terminated(WorkflowInstance workflow) {
		this.told.add("terminated");
	}

}
