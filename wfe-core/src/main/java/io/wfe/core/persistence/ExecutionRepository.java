package io.wfe.core.persistence;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lets an engine run the instances of a store on any number of hosts.
 * {@link PersistenceProvider} has the rules for all methods.
 * <p>
 * A <em>host</em> has a lease and renews it. An instance is <em>owned</em> while it names
 * a host whose lease has not expired. An owned instance stays due in the store. Others
 * cannot claim it while its host lives, and find it when the host dies. All times come
 * from the clock of the store.
 *
 * @since 0.1.0
 */
public interface ExecutionRepository {

	/**
	 * Registers a host, with a lease.
	 * @param hostId the id, new with each start of the host
	 * @param name the name, for people to read
	 * @param version the version of the engine
	 * @param lease how long the lease is
	 * @return the time of the store
	 */
	Instant registerHost(String hostId, String name, String version, Duration lease);

	/**
	 * Renews the lease of a host, and removes other hosts whose leases have expired. A
	 * lease that has expired is not renewed.
	 * @param hostId the id of the host
	 * @param lease how long the new lease is
	 * @param running the ids of the instances that the host runs at the moment
	 * @return what has changed for the host
	 */
	HostRenewal renewHost(String hostId, Duration lease, Collection<String> running);

	/**
	 * Removes a host. Nobody owns its instances then, and others can claim the due ones
	 * at once. Does nothing if there is no such host.
	 * @param hostId the id of the host
	 */
	void releaseHost(String hostId);

	/**
	 * Returns the hosts whose lease has not expired.
	 * @return the hosts, by name and id
	 */
	List<HostSummary> findHosts();

	/**
	 * Gives out consecutive numbers of a definition, outside of the caller's transaction.
	 * Unused numbers are lost. See {@link WorkflowRepository#nextDefinitionSequence}.
	 * @param definitionId the id of the definition
	 * @param count how many, one or more
	 * @return the first of them
	 */
	long reserveDefinitionSequence(String definitionId, int count);

	/**
	 * Stores new instances. The store sets the create time and the next execution (now,
	 * or after the delay). It leaves out instances whose id or name is taken, and stores
	 * the others. The caller's transaction can continue.
	 * @param workflows the instances
	 * @return for each the instance as stored, or empty if its id or name is taken
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored; nothing was
	 * written
	 */
	List<Optional<WorkflowInstance>> startWorkflows(List<NewWorkflow> workflows);

	/**
	 * Takes due instances for a host. See
	 * {@link #claimWorkflows(String, Collection, Collection, int)}.
	 * @param hostId the id of the host
	 * @param definitions only instances of these
	 * @param limit the largest number of instances, one or more
	 * @return the instances with their pointers
	 */
	default List<WorkflowInstance> claimWorkflows(String hostId, Collection<DefinitionKey> definitions, int limit) {
		return claimWorkflows(hostId, definitions, List.of(), limit);
	}

	/**
	 * Takes instances for a host that are runnable, due and not owned, longest due first.
	 * It skips instances that another call holds. Each taken instance gets a new
	 * revision. A host without a lease gets none. Never joins the caller's transaction.
	 * @param hostId the id of the host
	 * @param definitions only instances of these
	 * @param except the ids of instances to skip, such as those that the host still works
	 * on. If the answer to a write was lost, an instance may be free before its host
	 * knows
	 * @param limit the largest number of instances, one or more
	 * @return the instances with their pointers, as of one moment. An unreadable instance
	 * is logged and not taken
	 */
	List<WorkflowInstance> claimWorkflows(String hostId, Collection<DefinitionKey> definitions,
			Collection<String> except, int limit);

	/**
	 * Finds the instances that a host owns. The host uses it to notice instances that it
	 * does not know, because the answer to a claim or a start was lost. It reads all due
	 * instances of these definitions, so do not call it often.
	 * @param hostId the id of the host
	 * @param definitions only instances of these
	 * @return the ids of its due instances, in no order
	 */
	List<String> findOwnedWorkflows(String hostId, Collection<DefinitionKey> definitions);

	/**
	 * Tells how long it takes until something is due: an instance of these definitions
	 * that nobody owns, or an unprocessed event.
	 * @param definitions the definitions
	 * @return the time, zero if something is due now. Empty if nothing will be due
	 */
	Optional<Duration> timeUntilDue(Collection<DefinitionKey> definitions);

	/**
	 * Writes the results of passes to instances that a host owns, each separately, all or
	 * nothing:
	 * <ul>
	 * <li>The status, the complete time, the changed and the new pointers, and the data
	 * if it was changed.</li>
	 * <li>Subscriptions of {@link PassWrite#unsubscribed()} end, then the new ones
	 * begin.</li>
	 * <li>Errors and events are added, and children are started as by
	 * {@link #startWorkflows}.</li>
	 * <li>A released instance has no owner and gets its next execution. Otherwise the
	 * host still owns it, and it stays due whatever its next execution says.</li>
	 * <li>If it has ended, its subscriptions and its scheduled
	 * {@link io.wfe.core.model.CommandName#PROCESS_WORKFLOW} command are deleted.</li>
	 * </ul>
	 * Other fields of the instance do not change. In a transaction of the caller this
	 * joins it, and takes one write.
	 * @param hostId the id of the host
	 * @param passes what to write, at most one of an instance
	 * @return the outcome of each, in the same order
	 */
	List<PassOutcome> persistPasses(String hostId, List<PassWrite> passes);

	/**
	 * Releases a waiting instance, unless there is an event for it. Such an event was
	 * published before the instance waited, its time has come, and no pointer of the
	 * instance has had it. Each waiting pointer that no worker's token holds, and that is
	 * not behind the event, gets the oldest one as by {@link #deliverEvent}.
	 * @param hostId the id of the host
	 * @param instance the instance as persisted; its next execution is stored
	 * @return the instance as it is now, if the host still owns it, because it got an
	 * event or somebody else has changed it. Empty if it was released or lost
	 */
	Optional<WorkflowInstance> lookBackOrRelease(String hostId, WorkflowInstance instance);

	/**
	 * Releases instances as they are stored. Others can claim the due ones at once. Skips
	 * instances that the host does not own.
	 * @param hostId the id of the host
	 * @param ids the ids of the instances
	 */
	void releaseWorkflows(String hostId, Collection<String> ids);

	/**
	 * Stores unprocessed events. The store sets the time of events without one.
	 * @param events the events
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored; nothing was
	 * written
	 */
	void publishEvents(List<NewEvent> events);

	/**
	 * Delivers an unprocessed event whose time has come. Each open subscription of its
	 * name and key whose {@code subscribeAsOf} is not after its time gets one event: the
	 * oldest one for it, by time and id, that lies behind the mark
	 * {@link io.wfe.core.model.PointerAttributes#AFTER} of its pointer.
	 * <p>
	 * Then:
	 * <ul>
	 * <li>The waiting pointer is active, has the event's data, is {@code eventPublished},
	 * and names the event in {@link io.wfe.core.model.PointerAttributes#EVENT}.</li>
	 * <li>Its instance is due at once, keeps its status and its owner, and has a new
	 * revision.</li>
	 * <li>The subscription is deleted. If its instance does not exist or has ended, or
	 * its pointer waits no more, nothing else happens.</li>
	 * <li>The event is processed if no open subscription is left for it.</li>
	 * </ul>
	 * A subscription held by a worker's token waits for its worker. One call does one
	 * batch, in its own transaction. Never joins the caller's transaction.
	 * @param eventId the id of the event
	 * @param limit the largest number of subscriptions, one or more
	 * @return what was done. Nothing if there is no such event, or it is processed
	 */
	Delivery deliverEvent(String eventId, int limit);

	/**
	 * Delivers several events, each as by {@link #deliverEvent}, in one batch: one
	 * transaction, whatever their number.
	 * @param eventIds the ids of the events, each at most once
	 * @param limit the largest number of subscriptions, one or more
	 * @return what was done
	 */
	Delivery deliverEvents(Collection<String> eventIds, int limit);

	/**
	 * Delivers several events as by {@link #deliverEvents(Collection, int)}, and takes
	 * instances that go on for a host as by {@link #claimWorkflows}: only those that are
	 * runnable and belong to nobody. Each that is not taken is due.
	 * @param eventIds the ids of the events, each at most once
	 * @param limit the largest number of subscriptions, one or more
	 * @param claim which instances to take. A host without a lease gets none
	 * @return what was done, with the instances that were taken. An unreadable one is
	 * logged and not taken
	 */
	Delivery deliverEvents(Collection<String> eventIds, int limit, DeliveryClaim claim);

	/**
	 * Delivers unprocessed events whose time has come, oldest first, as by
	 * {@link #deliverEvent}. May skip events that another call is delivering.
	 * @param limit the largest number of events and of subscriptions, one or more
	 * @return what was done
	 */
	Delivery deliverDueEvents(int limit);

	/**
	 * Resumes a {@link io.wfe.core.model.WorkflowStatus#SUSPENDED} instance like
	 * {@link WorkflowRepository#resumeWorkflow}, and gives its failed steps all their
	 * retries again. Each open pointer that has failed and does not wait for an event
	 * gets the retry count zero and does not sleep.
	 * @param id the id of the instance
	 * @return the instance as it is now, without data and pointers
	 * @throws WorkflowNotFoundException if there is none
	 * @throws WorkflowStateException if it is not suspended
	 */
	WorkflowSummary retryFailedSteps(String id);

	/**
	 * Finds an instance without loading its data and pointers.
	 * @param idOrName its id or name. The id is tried first
	 * @return the instance, or empty if there is none
	 */
	Optional<WorkflowSummary> findWorkflow(String idOrName);

	/**
	 * Takes the oldest activity of a name that waits for a worker. Several callers get
	 * different ones. Never joins the caller's transaction.
	 * @param activityName the name of the activity
	 * @param workerId the id of the worker
	 * @param lease how long the worker holds it
	 * @return the activity, or empty if none waits
	 */
	Optional<ClaimedActivity> claimActivity(String activityName, String workerId, Duration lease);

	/**
	 * Renews the lease of an activity, unless another worker has it.
	 * @param token the token that holds it
	 * @param lease how long the new lease is
	 * @return the new expiry, or empty if the token no longer holds it
	 */
	Optional<Instant> renewActivity(String token, Duration lease);

	/**
	 * Delivers the result of an activity to the waiting step, as by
	 * {@link #deliverEvent}. A worker whose lease has expired may still do this until
	 * another worker has the activity, or its token is cleared. Tokens are cleared five
	 * minutes after their expiry at the earliest, see
	 * {@link ScheduledCommandRepository#processCommands}.
	 * @param token the token that holds it
	 * @param eventData the data of the event
	 * @return whether the token still held it
	 * @throws io.wfe.core.InvalidValueException if the data cannot be stored
	 */
	boolean completeActivity(String token, JsonNode eventData);

	/**
	 * Gives an activity back, so that another worker can take it at once.
	 * @param token the token that holds it
	 * @return whether the token still held it
	 */
	boolean releaseActivity(String token);

	/**
	 * Finds subscriptions to {@link io.wfe.core.model.EventNames#USER_ACTION}: the open
	 * user tasks.
	 * @param assignee the {@code assignee} in the data of the subscription, or
	 * {@code null} for all
	 * @param limit the largest number of tasks, one or more
	 * @return the subscriptions, oldest first
	 */
	List<EventSubscription> findUserTasks(@Nullable String assignee, int limit);

	/**
	 * Returns definitions with due instances that a host does not know.
	 * @param known the definitions that the host knows
	 * @return the other definitions with runnable, due instances
	 */
	Set<DefinitionKey> findUnknownDefinitions(Collection<DefinitionKey> known);

	/**
	 * Returns the transactions that the store joins.
	 * @return the transactions
	 */
	default StoreTransactions transactions() {
		return StoreTransactions.NONE;
	}

	/**
	 * Returns the wake-ups between hosts.
	 * @return the wake-ups, or empty if the store has none
	 */
	default Optional<WakeUps> wakeUps() {
		return Optional.empty();
	}

}
