package io.wfe.postgres;

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
import io.wfe.core.persistence.StoreTransactions;
import io.wfe.core.persistence.WakeUps;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The part of the provider that serves engines.
 */
abstract class PostgresExecution implements ExecutionRepository {

	abstract Execution execution();

	abstract Observations observations();

	@Override
	public Instant registerHost(String hostId, String name, String version, Duration lease) {
		return observations().observe("registerHost", () -> execution().hosts().register(hostId, name, version, lease));
	}

	@Override
	public HostRenewal renewHost(String hostId, Duration lease, Collection<String> running) {
		return observations().observe("renewHost", () -> execution().hosts().renew(hostId, lease, running));
	}

	@Override
	public void releaseHost(String hostId) {
		observations().run("releaseHost", () -> execution().hosts().release(hostId));
	}

	@Override
	public List<HostSummary> findHosts() {
		return observations().observe("findHosts", () -> execution().hosts().find());
	}

	@Override
	public long reserveDefinitionSequence(String definitionId, int count) {
		return observations().observe("reserveDefinitionSequence",
				() -> execution().starts().reserve(definitionId, count));
	}

	@Override
	public List<Optional<WorkflowInstance>> startWorkflows(List<NewWorkflow> workflows) {
		return observations().observe("startWorkflows", () -> execution().starts().start(workflows));
	}

	@Override
	public List<WorkflowInstance> claimWorkflows(String hostId, Collection<DefinitionKey> definitions,
			Collection<String> except, int limit) {
		return observations().observe("claimWorkflows",
				() -> execution().claims().claim(hostId, definitions, except, limit));
	}

	@Override
	public List<String> findOwnedWorkflows(String hostId, Collection<DefinitionKey> definitions) {
		return observations().observe("findOwnedWorkflows", () -> execution().claims().findOwned(hostId, definitions));
	}

	@Override
	public Optional<Duration> timeUntilDue(Collection<DefinitionKey> definitions) {
		return observations().observe("timeUntilDue", () -> execution().claims().untilDue(definitions));
	}

	@Override
	public List<PassOutcome> persistPasses(String hostId, List<PassWrite> passes) {
		return observations().observe("persistPasses", () -> execution().passes().persist(hostId, passes));
	}

	@Override
	public Optional<WorkflowInstance> lookBackOrRelease(String hostId, WorkflowInstance instance) {
		return observations().observe("lookBackOrRelease",
				() -> execution().deliveries().lookBackOrRelease(hostId, instance));
	}

	@Override
	public void releaseWorkflows(String hostId, Collection<String> ids) {
		observations().run("releaseWorkflows", () -> execution().claims().release(hostId, ids));
	}

	@Override
	public void publishEvents(List<NewEvent> events) {
		observations().run("publishEvents", () -> execution().deliveries().publish(events));
	}

	@Override
	public Delivery deliverEvent(String eventId, int limit) {
		return observations().observe("deliverEvent", () -> execution().deliveries().deliver(List.of(eventId), limit));
	}

	@Override
	public Delivery deliverEvents(Collection<String> eventIds, int limit) {
		return observations().observe("deliverEvents", () -> execution().deliveries().deliver(eventIds, limit));
	}

	@Override
	public Delivery deliverEvents(Collection<String> eventIds, int limit, DeliveryClaim claim) {
		return observations().observe("deliverEvents", () -> execution().deliveries().deliver(eventIds, limit, claim));
	}

	@Override
	public Delivery deliverDueEvents(int limit) {
		return observations().observe("deliverDueEvents", () -> execution().deliveries().deliverDue(limit));
	}

	@Override
	public Optional<ClaimedActivity> claimActivity(String activityName, String workerId, Duration lease) {
		return observations().observe("claimActivity",
				() -> execution().activities().claim(activityName, workerId, lease));
	}

	@Override
	public Optional<Instant> renewActivity(String token, Duration lease) {
		return observations().observe("renewActivity", () -> execution().activities().renew(token, lease));
	}

	@Override
	public boolean completeActivity(String token, JsonNode eventData) {
		return observations().observe("completeActivity", () -> execution().activities().complete(token, eventData));
	}

	@Override
	public boolean releaseActivity(String token) {
		return observations().observe("releaseActivity", () -> execution().activities().release(token));
	}

	@Override
	public List<EventSubscription> findUserTasks(@Nullable String assignee, int limit) {
		return observations().observe("findUserTasks", () -> execution().activities().findUserTasks(assignee, limit));
	}

	@Override
	public Set<DefinitionKey> findUnknownDefinitions(Collection<DefinitionKey> known) {
		return observations().observe("findUnknownDefinitions", () -> execution().claims().unknownDefinitions(known));
	}

	@Override
	public StoreTransactions transactions() {
		return execution().transactions();
	}

	@Override
	public Optional<WakeUps> wakeUps() {
		return Optional.of(execution().wakeUps());
	}

}
