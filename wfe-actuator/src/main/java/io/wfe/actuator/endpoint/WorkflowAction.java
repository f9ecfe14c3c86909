package io.wfe.actuator.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.wfe.core.persistence.WorkflowSummary;

/**
 * What can be done to a workflow instance.
 */
enum WorkflowAction {

	SUSPEND {

		@Override
		WorkflowSummary apply(WorkflowCommands commands, String id) {
			return commands.suspend(id);
		}

	},

	RESUME {

		@Override
		WorkflowSummary apply(WorkflowCommands commands, String id) {
			return commands.resume(id);
		}

	},

	TERMINATE {

		@Override
		WorkflowSummary apply(WorkflowCommands commands, String id) {
			return commands.terminate(id);
		}

	},

	RETRY {

		@Override
		WorkflowSummary apply(WorkflowCommands commands, String id) {
			return commands.retryFailedSteps(id);
		}

	};

	/**
	 * Does this to the instance of an id.
	 */
	abstract WorkflowSummary apply(WorkflowCommands commands, String id);

	static Optional<WorkflowAction> of(String name) {
		return Arrays.stream(values()).filter((action) -> action.lowerCaseName().equals(name)).findFirst();
	}

	static String names() {
		return Arrays.stream(values()).map(WorkflowAction::lowerCaseName).collect(Collectors.joining(", "));
	}

	private String lowerCaseName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
