package io.wfe.engine.autoconfigure.endpoint;

import java.time.Instant;
import java.util.function.Predicate;

import io.wfe.actuator.endpoint.WorkflowCommands;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Commands by way of the host, whose own steps and listeners are told at once.
 */
final class HostCommands implements WorkflowCommands {

	private final WorkflowHost host;

	HostCommands(WorkflowHost host) {
		this.host = host;
	}

	@Override
	public WorkflowSummary suspend(String id) {
		return change(id, this.host::suspendWorkflow, "cannot be suspended");
	}

	@Override
	public WorkflowSummary resume(String id) {
		return change(id, this.host::resumeWorkflow, "cannot be resumed");
	}

	@Override
	public WorkflowSummary terminate(String id) {
		return change(id, this.host::terminateWorkflow, "cannot be terminated");
	}

	@Override
	public WorkflowSummary retryFailedSteps(String id) {
		return change(id, this.host::retryFailedSteps, "cannot be resumed");
	}

	private WorkflowSummary change(String id, Predicate<String> command, String problem) {
		boolean changed = command.test(id);
		WorkflowSummary workflow = this.host.persistence()
			.findWorkflow(id)
			.orElseThrow(() -> new WorkflowNotFoundException(id));
		if (!changed) {
			throw new WorkflowStateException(workflow.id(), workflow.status(), problem);
		}
		return workflow;
	}

	@Override
	public String publishEvent(String eventName, String eventKey, JsonNode data, @Nullable Instant effectiveTime) {
		return (effectiveTime != null) ? this.host.publishEvent(eventName, eventKey, data, effectiveTime)
				: this.host.publishEvent(eventName, eventKey, data);
	}

}
