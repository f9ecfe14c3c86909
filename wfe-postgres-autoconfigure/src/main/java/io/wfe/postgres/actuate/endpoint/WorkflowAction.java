package io.wfe.postgres.actuate.endpoint;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;

/**
 * What can be done to a workflow instance, and in which status.
 */
enum WorkflowAction {

	/**
	 * Stops the instance for now. It keeps the time at which it was due.
	 */
	SUSPEND("suspended") {

		@Override
		boolean isAllowedIn(WorkflowStatus status) {
			return status == WorkflowStatus.RUNNABLE;
		}

		@Override
		WorkflowInstance apply(WorkflowInstance instance, Instant now) {
			return instance.toBuilder().status(WorkflowStatus.SUSPENDED).build();
		}

	},

	/**
	 * Makes the instance due at once: whoever runs it finds out what there is to do.
	 */
	RESUME("resumed") {

		@Override
		boolean isAllowedIn(WorkflowStatus status) {
			return status == WorkflowStatus.SUSPENDED;
		}

		@Override
		WorkflowInstance apply(WorkflowInstance instance, Instant now) {
			return instance.toBuilder().status(WorkflowStatus.RUNNABLE).nextExecution(Instant.EPOCH).build();
		}

	},

	/**
	 * Ends the instance, and cancels its pointers that have not ended.
	 */
	TERMINATE("terminated") {

		@Override
		boolean isAllowedIn(WorkflowStatus status) {
			return status == WorkflowStatus.RUNNABLE || status == WorkflowStatus.SUSPENDED;
		}

		@Override
		WorkflowInstance apply(WorkflowInstance instance, Instant now) {
			List<ExecutionPointer> pointers = instance.executionPointers()
				.stream()
				.map((pointer) -> (pointer.endTime() != null) ? pointer : cancelled(pointer, now))
				.toList();
			return instance.toBuilder()
				.status(WorkflowStatus.TERMINATED)
				.completeTime(now)
				.nextExecution(null)
				.executionPointers(pointers)
				.build();
		}

	};

	private final String participle;

	WorkflowAction(String participle) {
		this.participle = participle;
	}

	abstract boolean isAllowedIn(WorkflowStatus status);

	abstract WorkflowInstance apply(WorkflowInstance instance, Instant now);

	void requireAllowed(WorkflowInstance instance) {
		if (!isAllowedIn(instance.status())) {
			throw new WorkflowStateException("Workflow instance '" + instance.id() + "' is " + instance.status()
					+ " and cannot be " + this.participle);
		}
	}

	static Optional<WorkflowAction> of(String name) {
		return Arrays.stream(values()).filter((action) -> action.lowerCaseName().equals(name)).findFirst();
	}

	static String names() {
		return Arrays.stream(values()).map(WorkflowAction::lowerCaseName).collect(Collectors.joining(", "));
	}

	private String lowerCaseName() {
		return name().toLowerCase(Locale.ROOT);
	}

	private static ExecutionPointer cancelled(ExecutionPointer pointer, Instant now) {
		return pointer.toBuilder().status(PointerStatus.CANCELLED).active(false).endTime(now).build();
	}

}
