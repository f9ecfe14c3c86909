package io.wfe.samples.orders;

import java.util.Arrays;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;

/**
 * The steps of the workflow, in their order.
 */
enum Step {

	RESERVE_STOCK(1, "reserve stock"),

	RECEIVE_PAYMENT(2, "receive payment"),

	SHIP(3, "ship");

	private final int id;

	private final String stepName;

	Step(int id, String stepName) {
		this.id = id;
		this.stepName = stepName;
	}

	/**
	 * Returns the pointer an instance stands at: the last one, for no step of this
	 * workflow branches.
	 */
	static ExecutionPointer pointer(WorkflowInstance instance) {
		return instance.executionPointers().get(instance.executionPointers().size() - 1);
	}

	/**
	 * Returns the step an instance stands at.
	 */
	static Step of(WorkflowInstance instance) {
		int stepId = pointer(instance).stepId();
		return Arrays.stream(values())
			.filter((step) -> step.id == stepId)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(instance + " has an unknown step " + stepId));
	}

	/**
	 * Returns a pending pointer to this step.
	 */
	ExecutionPointer begin() {
		return ExecutionPointer.create(this.id).toBuilder().stepName(this.stepName).build();
	}

	/**
	 * Returns a pending pointer to this step, which follows another.
	 */
	ExecutionPointer after(ExecutionPointer predecessor) {
		return begin().toBuilder().predecessorId(predecessor.id()).build();
	}

}
