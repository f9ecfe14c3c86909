package io.wfe.postgres.actuate.endpoint;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.wfe.core.persistence.WorkflowRepository;
import io.wfe.core.persistence.WorkflowSummary;

/**
 * What can be done to a workflow instance.
 */
enum WorkflowAction {

	SUSPEND {

		@Override
		WorkflowSummary apply(WorkflowRepository workflows, String id, Instant now) {
			return workflows.suspendWorkflow(id);
		}

	},

	RESUME {

		@Override
		WorkflowSummary apply(WorkflowRepository workflows, String id, Instant now) {
			return workflows.resumeWorkflow(id);
		}

	},

	TERMINATE {

		@Override
		WorkflowSummary apply(WorkflowRepository workflows, String id, Instant now) {
			return workflows.terminateWorkflow(id, now);
		}

	};

	/**
	 * Does this to the instance of an id.
	 */
	abstract WorkflowSummary apply(WorkflowRepository workflows, String id, Instant now);

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
