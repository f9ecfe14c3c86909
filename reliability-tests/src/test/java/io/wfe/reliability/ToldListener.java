package io.wfe.reliability;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowListener;
import io.wfe.reliability.EffectLedger.Fact;

/**
 * Writes down what it is told.
 *
 * @param ledger the ledger
 */
record ToldListener(EffectLedger ledger) implements WorkflowListener {

	private void told(WorkflowInstance workflow, String what, String pointer) {
		this.ledger.note(Fact.TOLD, workflow.id(), what, pointer);
	}

	@Override
	public void started(WorkflowInstance workflow) {
		told(workflow, "started", "");
	}

	@Override
	public void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
		told(workflow, "stepStarted", pointer.id());
	}

	@Override
	public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
		told(workflow, "stepCompleted", pointer.id());
	}

	@Override
	public void stepFailed(WorkflowInstance workflow, ExecutionPointer pointer, Throwable failure) {
		told(workflow, "stepFailed", pointer.id());
	}

	@Override
	public void suspended(WorkflowInstance workflow) {
		told(workflow, "suspended", "");
	}

	@Override
	public void resumed(WorkflowInstance workflow) {
		told(workflow, "resumed", "");
	}

	@Override
	public void completed(WorkflowInstance workflow) {
		told(workflow, "completed", "");
	}

	@Override
	public void terminated(WorkflowInstance workflow) {
		told(workflow, "terminated", "");
	}

}
