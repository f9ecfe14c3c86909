package io.wfe.postgres;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreActivity;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.core.persistence.StuckReason;
import io.wfe.core.persistence.StuckWorkflow;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;

/**
 * The part of the provider that holds the repositories. Each call is observed, and done
 * by the store of its table.
 */
abstract class PostgresRepositories extends PostgresExecution implements PersistenceProvider {

	abstract Stores stores();

	@Override
	public WorkflowSummary retryFailedSteps(String id) {
		return observations().observe("retryFailedSteps", () -> stores().workflowControl().retryFailedSteps(id));
	}

	@Override
	public Optional<WorkflowSummary> findWorkflow(String idOrName) {
		return observations().observe("findWorkflow", () -> stores().workflowQueries().findOne(idOrName));
	}

	@Override
	public String createNewWorkflow(WorkflowInstance instance) {
		return observations().observe("createNewWorkflow", () -> stores().workflows().create(instance).id());
	}

	@Override
	public WorkflowInstance createWorkflowInstance(WorkflowInstance instance) {
		return observations().observe("createWorkflowInstance", () -> stores().workflows().create(instance));
	}

	@Override
	public WorkflowInstance persistWorkflow(WorkflowInstance instance) {
		return observations().observe("persistWorkflow", () -> stores().workflowWriter().persist(instance, List.of()));
	}

	@Override
	public WorkflowInstance persistWorkflowWithSubscriptions(WorkflowInstance instance,
			List<EventSubscription> subscriptions) {
		return observations().observe("persistWorkflowWithSubscriptions",
				() -> stores().workflowWriter().persist(instance, subscriptions));
	}

	@Override
	public List<String> getRunnableInstances(Instant asAt, int limit) {
		return observations().observe("getRunnableInstances", () -> stores().workflows().runnable(asAt, limit));
	}

	@Override
	public WorkflowInstance getWorkflowInstance(String id) {
		return observations().observe("getWorkflowInstance", () -> stores().workflows().get(id));
	}

	@Override
	public WorkflowInstance getWorkflowInstanceByName(String name) {
		return observations().observe("getWorkflowInstanceByName", () -> stores().workflows().getByName(name));
	}

	@Override
	public List<WorkflowInstance> getWorkflowInstances(Collection<String> ids) {
		return observations().observe("getWorkflowInstances", () -> stores().workflows().get(ids));
	}

	@Override
	public WorkflowSummary suspendWorkflow(String id) {
		return observations().observe("suspendWorkflow", () -> stores().workflowControl().suspend(id));
	}

	@Override
	public WorkflowSummary resumeWorkflow(String id) {
		return observations().observe("resumeWorkflow", () -> stores().workflowControl().resume(id));
	}

	@Override
	public WorkflowSummary terminateWorkflow(String id, Instant completeTime) {
		return observations().observe("terminateWorkflow",
				() -> stores().workflowControl().terminate(id, completeTime));
	}

	@Override
	public long nextDefinitionSequence(String definitionId) {
		return observations().observe("nextDefinitionSequence", () -> stores().workflows().nextSequence(definitionId));
	}

	@Override
	public WorkflowPage findWorkflows(WorkflowQuery query) {
		return observations().observe("findWorkflows", () -> stores().workflowQueries().find(query));
	}

	@Override
	public List<WorkflowCount> countWorkflows() {
		return observations().observe("countWorkflows", () -> stores().workflowQueries().count());
	}

	@Override
	public List<WorkflowCount> countWorkflows(int limit) {
		return observations().observe("countWorkflows", () -> stores().workflowQueries().count(limit));
	}

	@Override
	public int purgeWorkflows(WorkflowStatus status, Instant completedBefore, int limit) {
		return observations().observe("purgeWorkflows",
				() -> stores().workflowPurge().purge(status, completedBefore, limit));
	}

	@Override
	public boolean purgeWorkflow(String id) {
		return observations().observe("purgeWorkflow", () -> stores().workflowPurge().purge(id));
	}

	@Override
	public String createEventSubscription(EventSubscription subscription) {
		return observations().observe("createEventSubscription", () -> stores().subscriptions().create(subscription));
	}

	@Override
	public List<EventSubscription> getSubscriptions(String eventName, String eventKey, Instant asOf) {
		return observations().observe("getSubscriptions",
				() -> stores().subscriptions().findOpen(eventName, eventKey, asOf, Integer.MAX_VALUE));
	}

	@Override
	public Optional<EventSubscription> getFirstOpenSubscription(String eventName, String eventKey, Instant asOf) {
		return observations().observe("getFirstOpenSubscription",
				() -> stores().subscriptions().findFirstOpen(eventName, eventKey, asOf));
	}

	@Override
	public List<EventSubscription> getSubscriptionsByWorkflow(String workflowId, int limit) {
		return observations().observe("getSubscriptionsByWorkflow",
				() -> stores().subscriptions().findByWorkflow(workflowId, limit));
	}

	@Override
	public EventSubscription getSubscription(String id) {
		return observations().observe("getSubscription", () -> stores().subscriptions().get(id));
	}

	@Override
	public void terminateSubscription(String id) {
		observations().run("terminateSubscription", () -> stores().subscriptions().delete(id));
	}

	@Override
	public boolean setSubscriptionToken(String id, String token, String workerId, Instant expiry) {
		return observations().observe("setSubscriptionToken",
				() -> stores().subscriptions().setToken(id, token, workerId, expiry));
	}

	@Override
	public void clearSubscriptionToken(String id, String token) {
		observations().run("clearSubscriptionToken", () -> stores().subscriptions().clearToken(id, token));
	}

	@Override
	public String createEvent(Event event) {
		return observations().observe("createEvent", () -> stores().events().create(event));
	}

	@Override
	public Event getEvent(String id) {
		return observations().observe("getEvent", () -> stores().events().get(id));
	}

	@Override
	public List<String> getRunnableEvents(Instant asAt, int limit) {
		return observations().observe("getRunnableEvents", () -> stores().events().runnable(asAt, limit));
	}

	@Override
	public List<String> getEvents(String eventName, String eventKey, Instant asOf) {
		return observations().observe("getEvents", () -> stores().events().idsUpTo(eventName, eventKey, asOf));
	}

	@Override
	public List<Event> findEvents(String eventName, String eventKey, Instant from, int limit) {
		return observations().observe("findEvents", () -> stores().events().findFrom(eventName, eventKey, from, limit));
	}

	@Override
	public void markEventProcessed(String id) {
		observations().run("markEventProcessed", () -> stores().events().mark(id, true));
	}

	@Override
	public void markEventUnprocessed(String id) {
		observations().run("markEventUnprocessed", () -> stores().events().mark(id, false));
	}

	@Override
	public int purgeEvents(Instant before, int limit) {
		return observations().observe("purgeEvents", () -> stores().events().purge(before, limit));
	}

	@Override
	public boolean supportsScheduledCommands() {
		return true;
	}

	@Override
	public void scheduleCommand(ScheduledCommand command) {
		observations().run("scheduleCommand", () -> stores().commands().schedule(command));
	}

	@Override
	public void processCommands(Instant asOf, int batchSize, Consumer<ScheduledCommand> handler) {
		observations().run("processCommands", () -> stores().commands().process(asOf, batchSize, handler));
	}

	@Override
	public void persistErrors(Collection<ExecutionError> errors) {
		observations().run("persistErrors", () -> stores().errors().add(errors));
	}

	@Override
	public List<ExecutionError> getErrors(String workflowId) {
		return observations().observe("getErrors", () -> stores().errors().find(workflowId));
	}

	@Override
	public List<ExecutionError> getLatestErrors(String workflowId, int limit) {
		return observations().observe("getLatestErrors", () -> stores().errors().findLatest(workflowId, limit));
	}

	@Override
	public List<ExecutionError> findErrors(Instant since, int limit) {
		return observations().observe("findErrors", () -> stores().errors().findSince(since, limit));
	}

	@Override
	public int purgeErrors(Instant before, int limit) {
		return observations().observe("purgeErrors", () -> stores().errors().purge(before, limit));
	}

	@Override
	public List<StuckWorkflow> findStuckWorkflows(StuckReason reason, Instant before, int limit) {
		return observations().observe("findStuckWorkflows", () -> stores().stuck().find(reason, before, limit));
	}

	@Override
	public StoreActivity getActivity(Instant since, int limit) {
		return observations().observe("getActivity", () -> stores().activity().since(since, limit));
	}

	@Override
	public StoreBacklog getBacklog(Instant asAt) {
		return observations().observe("getBacklog", () -> stores().workflowQueries().backlog(asAt));
	}

}
