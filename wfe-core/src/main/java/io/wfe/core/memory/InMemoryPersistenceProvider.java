package io.wfe.core.memory;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
 * A store in memory, for tests and for trying out. It keeps the whole contract of
 * {@link PersistenceProvider}, and refuses the same values as PostgreSQL. Its content is
 * lost with the object.
 * <p>
 * Any number of threads may use it. Each method takes effect wholly or not at all, and no
 * other thread sees it half done. This store has no transactions:
 * <ul>
 * <li>A method takes effect at once. A rollback of the caller's transaction takes nothing
 * back.</li>
 * <li>When the handler of a command fails, the store takes back the writes of the handler
 * on its thread. Other threads see them until then. Changes by others stay.</li>
 * </ul>
 * If an instance cannot be written for several reasons, the first is thrown, with the
 * others suppressed in it.
 *
 * @since 0.1.0
 */
public final class InMemoryPersistenceProvider extends InMemoryExecution implements PersistenceProvider {

	private final Workflows workflows;

	private final WorkflowControl workflowControl;

	private final WorkflowQueries workflowQueries;

	private final StuckQueries stuckQueries;

	private final Subscriptions subscriptions;

	private final Events events;

	private final Commands commands;

	private final Errors errors;

	/**
	 * Creates an empty store that uses the system's clock.
	 */
	public InMemoryPersistenceProvider() {
		this(Clock.systemUTC());
	}

	/**
	 * Creates an empty store.
	 * @param clock the clock of the store, for due times, leases, tokens and the times of
	 * writes
	 */
	public InMemoryPersistenceProvider(Clock clock) {
		this(new Parts(Objects.requireNonNull(clock, "clock")));
	}

	private InMemoryPersistenceProvider(Parts parts) {
		super(parts);
		this.workflows = parts.workflows;
		this.workflowControl = parts.workflowControl;
		this.workflowQueries = parts.workflowQueries;
		this.stuckQueries = parts.stuckQueries;
		this.subscriptions = parts.subscriptions;
		this.events = parts.events;
		this.commands = parts.commands;
		this.errors = parts.errors;
	}

	@Override
	public WorkflowInstance createWorkflowInstance(WorkflowInstance instance) {
		return this.workflows.create(instance);
	}

	@Override
	public WorkflowInstance persistWorkflowWithSubscriptions(WorkflowInstance instance,
			List<EventSubscription> subscriptions) {
		return this.workflows.persist(instance, subscriptions);
	}

	@Override
	public List<String> getRunnableInstances(Instant asAt, int limit) {
		return this.workflowQueries.due(asAt, limit);
	}

	@Override
	public WorkflowInstance getWorkflowInstance(String id) {
		return this.workflows.get(id);
	}

	@Override
	public WorkflowInstance getWorkflowInstanceByName(String name) {
		return this.workflows.getByName(name);
	}

	@Override
	public List<WorkflowInstance> getWorkflowInstances(Collection<String> ids) {
		return this.workflows.get(ids);
	}

	@Override
	public WorkflowSummary suspendWorkflow(String id) {
		return this.workflowControl.suspend(id);
	}

	@Override
	public WorkflowSummary resumeWorkflow(String id) {
		return this.workflowControl.resume(id);
	}

	@Override
	public WorkflowSummary terminateWorkflow(String id, Instant completeTime) {
		return this.workflowControl.terminate(id, completeTime);
	}

	@Override
	public long nextDefinitionSequence(String definitionId) {
		return this.workflows.nextSequence(definitionId);
	}

	@Override
	public WorkflowPage findWorkflows(WorkflowQuery query) {
		return this.workflowQueries.find(query);
	}

	@Override
	public List<WorkflowCount> countWorkflows() {
		return this.workflowQueries.count();
	}

	@Override
	public List<WorkflowCount> countWorkflows(int limit) {
		return this.workflowQueries.count(limit);
	}

	@Override
	public int purgeWorkflows(WorkflowStatus status, Instant completedBefore, int limit) {
		return this.workflowControl.purge(status, completedBefore, limit);
	}

	@Override
	public boolean purgeWorkflow(String id) {
		return this.workflowControl.purge(id);
	}

	@Override
	public String createEventSubscription(EventSubscription subscription) {
		return this.subscriptions.create(subscription);
	}

	@Override
	public List<EventSubscription> getSubscriptions(String eventName, String eventKey, Instant asOf) {
		return this.subscriptions.findOpen(eventName, eventKey, asOf);
	}

	@Override
	public Optional<EventSubscription> getFirstOpenSubscription(String eventName, String eventKey, Instant asOf) {
		return this.subscriptions.findFirstOpen(eventName, eventKey, asOf);
	}

	@Override
	public List<EventSubscription> getSubscriptionsByWorkflow(String workflowId, int limit) {
		return this.subscriptions.findByWorkflow(workflowId, limit);
	}

	@Override
	public EventSubscription getSubscription(String id) {
		return this.subscriptions.get(id);
	}

	@Override
	public void terminateSubscription(String id) {
		this.subscriptions.delete(id);
	}

	@Override
	public boolean setSubscriptionToken(String id, String token, String workerId, Instant expiry) {
		return this.subscriptions.setToken(id, token, workerId, expiry);
	}

	@Override
	public void clearSubscriptionToken(String id, String token) {
		this.subscriptions.clearToken(id, token);
	}

	@Override
	public String createEvent(Event event) {
		return this.events.create(event);
	}

	@Override
	public Event getEvent(String id) {
		return this.events.get(id);
	}

	@Override
	public List<String> getRunnableEvents(Instant asAt, int limit) {
		return this.events.runnable(asAt, limit);
	}

	@Override
	public List<String> getEvents(String eventName, String eventKey, Instant asOf) {
		return this.events.idsUpTo(eventName, eventKey, asOf);
	}

	@Override
	public List<Event> findEvents(String eventName, String eventKey, Instant from, int limit) {
		return this.events.findFrom(eventName, eventKey, from, limit);
	}

	@Override
	public void markEventProcessed(String id) {
		this.events.mark(id, true);
	}

	@Override
	public void markEventUnprocessed(String id) {
		this.events.mark(id, false);
	}

	@Override
	public int purgeEvents(Instant before, int limit) {
		return this.events.purge(before, limit);
	}

	@Override
	public boolean supportsScheduledCommands() {
		return true;
	}

	@Override
	public void scheduleCommand(ScheduledCommand command) {
		this.commands.schedule(command);
	}

	@Override
	public void processCommands(Instant asOf, int batchSize, Consumer<ScheduledCommand> handler) {
		this.commands.process(asOf, batchSize, handler);
	}

	@Override
	public void persistErrors(Collection<ExecutionError> errors) {
		this.errors.add(errors);
	}

	@Override
	public List<ExecutionError> getErrors(String workflowId) {
		return this.errors.find(workflowId);
	}

	@Override
	public List<ExecutionError> getLatestErrors(String workflowId, int limit) {
		return this.errors.findLatest(workflowId, limit);
	}

	@Override
	public List<ExecutionError> findErrors(Instant since, int limit) {
		return this.errors.findSince(since, limit);
	}

	@Override
	public int purgeErrors(Instant before, int limit) {
		return this.errors.purge(before, limit);
	}

	@Override
	public StoreBacklog getBacklog(Instant asAt) {
		return this.workflowQueries.backlog(asAt);
	}

	@Override
	public List<StuckWorkflow> findStuckWorkflows(StuckReason reason, Instant before, int limit) {
		return this.stuckQueries.find(reason, before, limit);
	}

	@Override
	public StoreActivity getActivity(Instant since, int limit) {
		return this.workflowQueries.activity(since, limit);
	}

	/**
	 * Does nothing: the store exists from the start.
	 */
	@Override
	public void ensureStoreExists() {
		// It does
	}

}
