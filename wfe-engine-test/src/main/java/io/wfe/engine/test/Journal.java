package io.wfe.engine.test;

import java.util.HashSet;
import java.util.Set;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowListener;

/**
 * Which activations have completed. The store does not tell that of one that was undone
 * later: it may have failed as well.
 */
final class Journal implements WorkflowListener {

	private final Set<String> completed = new HashSet<>();

	@Override
	public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
		this.completed.add(pointer.id());
	}

	boolean isCompleted(String pointerId) {
		return this.completed.contains(pointerId);
	}

	void clear() {
		this.completed.clear();
	}

}
