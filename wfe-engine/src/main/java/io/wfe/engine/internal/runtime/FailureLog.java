package io.wfe.engine.internal.runtime;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.internal.executor.Lifecycle;
import io.wfe.engine.internal.executor.PassResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures of steps. A failure that holds up its instance is a warning. The log
 * omits the message, which may contain data. The store has it.
 */
final class FailureLog {

	private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

	private FailureLog() {
	}

	static void log(PassResult result, WorkflowInstance after) {
		if (!result.hasFailed()) {
			logLimit(result, after);
			return;
		}
		// A command may have suspended it meanwhile, which is no failure's doing
		boolean held = result.lifecycle()
			.stream()
			.anyMatch((event) -> event instanceof Lifecycle.Suspended || event instanceof Lifecycle.Terminated);
		for (Lifecycle event : result.lifecycle()) {
			if (event instanceof Lifecycle.StepFailed failed) {
				log(failed, after, held);
			}
		}
	}

	/** Nothing else suspends an instance without a failure. */
	private static void logLimit(PassResult result, WorkflowInstance after) {
		if (!result.errors().isEmpty()
				&& result.lifecycle().stream().anyMatch((event) -> event instanceof Lifecycle.Suspended)) {
			logger.warn(
					"Workflow instance '{}' of '{}' is {}: it has {} pointers, which is more than it may have. "
							+ "Look for a loop that does not end",
					after.id(), after.workflowDefinitionId(), after.status(), after.executionPointers().size());
		}
	}

	private static void log(Lifecycle.StepFailed failed, WorkflowInstance after, boolean held) {
		String failure = failed.failure().getClass().getName();
		if (held) {
			logger.warn("Workflow instance '{}' of '{}' is {}: step '{}' has failed with {}. The store has the error{}",
					after.id(), after.workflowDefinitionId(), after.status(), failed.pointer().stepName(), failure,
					(after.status() == WorkflowStatus.SUSPENDED) ? ". retryFailedSteps runs the step again" : "");
		}
		else {
			logger.debug("Step '{}' of workflow instance '{}' has failed with {}", failed.pointer().stepName(),
					after.id(), failure);
		}
	}

}
