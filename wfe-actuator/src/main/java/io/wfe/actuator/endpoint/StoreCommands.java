package io.wfe.actuator.endpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Commands by way of the store alone.
 */
final class StoreCommands implements WorkflowCommands {

	private final PersistenceProvider provider;

	private final Clock clock;

	StoreCommands(PersistenceProvider provider, Clock clock) {
		this.provider = provider;
		this.clock = clock;
	}

	@Override
	public WorkflowSummary suspend(String id) {
		return this.provider.suspendWorkflow(id);
	}

	@Override
	public WorkflowSummary resume(String id) {
		return this.provider.resumeWorkflow(id);
	}

	@Override
	public WorkflowSummary terminate(String id) {
		return this.provider.terminateWorkflow(id, this.clock.instant());
	}

	@Override
	public WorkflowSummary retryFailedSteps(String id) {
		return this.provider.retryFailedSteps(id);
	}

	@Override
	public String publishEvent(String eventName, String eventKey, JsonNode data, @Nullable Instant effectiveTime) {
		String id = TimeOrderedIds.next();
		this.provider.publishEvents(List.of(new NewEvent(id, eventName, eventKey, data, effectiveTime)));
		return id;
	}

}
