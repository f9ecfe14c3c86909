package io.wfe.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ClaimedActivity;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.Delivery;
import io.wfe.core.persistence.DeliveryClaim;
import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.HostRenewal;
import io.wfe.core.persistence.HostSummary;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The part of the store in memory that serves engines.
 */
abstract class InMemoryExecution implements ExecutionRepository {

	private final Parts parts;

	InMemoryExecution(Parts parts) {
		this.parts = parts;
	}

	@Override
	public Instant registerHost(String hostId, String name, String version, Duration lease) {
		return this.parts.hosts.register(hostId, name, version, lease);
	}

	@Override
	public HostRenewal renewHost(String hostId, Duration lease, Collection<String> running) {
		return this.parts.hosts.renew(hostId, lease, running);
	}

	@Override
	public void releaseHost(String hostId) {
		this.parts.hosts.release(hostId);
	}

	@Override
	public List<HostSummary> findHosts() {
		return this.parts.hosts.find();
	}

	@Override
	public long reserveDefinitionSequence(String definitionId, int count) {
		return this.parts.workflows.reserveSequence(definitionId, count);
	}

	@Override
	public List<Optional<WorkflowInstance>> startWorkflows(List<NewWorkflow> workflows) {
		return this.parts.starts.start(workflows);
	}

	@Override
	public List<WorkflowInstance> claimWorkflows(String hostId, Collection<DefinitionKey> definitions,
			Collection<String> except, int limit) {
		return this.parts.claims.claim(hostId, definitions, except, limit);
	}

	@Override
	public List<String> findOwnedWorkflows(String hostId, Collection<DefinitionKey> definitions) {
		return this.parts.claims.findOwned(hostId, definitions);
	}

	@Override
	public Optional<Duration> timeUntilDue(Collection<DefinitionKey> definitions) {
		return this.parts.claims.timeUntilDue(definitions);
	}

	@Override
	public List<PassOutcome> persistPasses(String hostId, List<PassWrite> passes) {
		return this.parts.passes.persist(hostId, passes);
	}

	@Override
	public Optional<WorkflowInstance> lookBackOrRelease(String hostId, WorkflowInstance instance) {
		return this.parts.deliveries.lookBackOrRelease(hostId, instance);
	}

	@Override
	public void releaseWorkflows(String hostId, Collection<String> ids) {
		this.parts.claims.release(hostId, ids);
	}

	@Override
	public void publishEvents(List<NewEvent> events) {
		this.parts.events.publish(events);
	}

	@Override
	public Delivery deliverEvent(String eventId, int limit) {
		return this.parts.deliveries.deliver(List.of(eventId), limit);
	}

	@Override
	public Delivery deliverEvents(Collection<String> eventIds, int limit, DeliveryClaim claim) {
		return this.parts.deliveries.deliver(eventIds, limit, claim);
	}

	@Override
	public Delivery deliverEvents(Collection<String> eventIds, int limit) {
		return this.parts.deliveries.deliver(eventIds, limit);
	}

	@Override
	public Delivery deliverDueEvents(int limit) {
		return this.parts.deliveries.deliverDue(limit);
	}

	@Override
	public WorkflowSummary retryFailedSteps(String id) {
		return this.parts.workflowControl.retryFailedSteps(id);
	}

	@Override
	public Optional<WorkflowSummary> findWorkflow(String idOrName) {
		return this.parts.workflowQueries.find(idOrName);
	}

	@Override
	public Optional<ClaimedActivity> claimActivity(String activityName, String workerId, Duration lease) {
		return this.parts.activities.claim(activityName, workerId, lease);
	}

	@Override
	public Optional<Instant> renewActivity(String token, Duration lease) {
		return this.parts.activities.renew(token, lease);
	}

	@Override
	public boolean completeActivity(String token, JsonNode eventData) {
		return this.parts.activities.complete(token, eventData);
	}

	@Override
	public boolean releaseActivity(String token) {
		return this.parts.activities.release(token);
	}

	@Override
	public List<EventSubscription> findUserTasks(@Nullable String assignee, int limit) {
		return this.parts.userTasks.find(assignee, limit);
	}

	@Override
	public Set<DefinitionKey> findUnknownDefinitions(Collection<DefinitionKey> known) {
		return this.parts.claims.unknownDefinitions(known);
	}

}
