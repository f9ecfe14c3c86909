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
 * What an engine needs to run the instances of a store on any number of hosts. See
 * {@link PersistenceProvider} for what all methods have in common.
 * <p>
 * A <em>host</em> has a lease, which it renews. An instance is <em>owned</em> while it
 * names a host that has its lease. An owned instance stays due in the store, so that it
 * is found when its host dies; nobody else can claim it before. There is one clock, that
 * of the store.
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
	 * @return what the host has to know
	 */
	HostRenewal renewHost(String hostId, Duration lease, Collection<String> running);

	/**
	 * Removes a host. Its instances belong to nobody, and those that are due can be
	 * claimed at once. Does nothing if there is no such host.
	 * @param hostId the id of the host
	 */
	void releaseHost(String hostId);

	/**
	 * Returns the hosts that have their lease.
	 * @return the hosts, by name and id
	 */
	List<HostSummary> findHosts();

	/**
	 * Gives out numbers of a definition, one after the other, outside of any transaction
	 * of the caller: those that are not used are lost. See
	 * {@link WorkflowRepository#nextDefinitionSequence}.
	 * @param definitionId the id of the definition
	 * @param count how many, one or more
	 * @return the first of them
	 */
	long reserveDefinitionSequence(String definitionId, int count);

	/**
	 * Stores new instances. The store sets the create time, and the next execution: now,
	 * or after the delay. Those whose id or name is taken are left out; the others are
	 * stored, and a transaction of the caller can go on.
	 * @param workflows the instances
	 * @return for each the instance as stored, or empty if its id or name is taken
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored; nothing was
	 * written
	 */
	List<Optional<WorkflowInstance>> startWorkflows(List<NewWorkflow> workflows);

	/**
	 * Takes instances for a host, and passes over none. See
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
	 * Takes instances for a host: those that are runnable, due and owned by nobody,
	 * longest due first. Instances that another call holds are passed over. Each gets a
	 * new revision. A host that has no lease gets none. Never joins a transaction of the
	 * caller.
	 * @param hostId the id of the host
	 * @param definitions only instances of these
	 * @param except the ids of instances to pass over, such as those that the host has
	 * not finished with: if the answer to a write was lost, an instance may belong to
	 * nobody before its host knows
	 * @param limit the largest number of instances, one or more
	 * @return the instances with their pointers, as of one moment. One that cannot be
	 * read is left out, logged and not taken
	 */
	List<WorkflowInstance> claimWorkflows(String hostId, Collection<DefinitionKey> definitions,
			Collection<String> except, int limit);

	/**
	 * Finds what a host owns: so it notices instances that it does not know of, because
	 * the answer to a claim or a start was lost. Looks at all due instances of these
	 * definitions, so it is not for each round.
	 * @param hostId the id of the host
	 * @param definitions only instances of these
	 * @return the ids of its due instances, in no order
	 */
	List<String> findOwnedWorkflows(String hostId, Collection<DefinitionKey> definitions);

	/**
	 * Tells how long it takes until something is due: an instance of these definitions
	 * that belongs to nobody, or an event that is not processed.
	 * @param definitions the definitions
	 * @return the time, zero if something is due now; empty if nothing is to come
	 */
	Optional<Duration> timeUntilDue(Collection<DefinitionKey> definitions);

	/**
	 * Writes what passes have done to instances that a host owns, each all or nothing and
	 * by itself:
	 * <ul>
	 * <li>The status, the complete time, the changed and the new pointers, and the data
	 * if it was changed.</li>
	 * <li>Subscriptions of {@link PassWrite#unsubscribed()} end, then the new ones
	 * begin.</li>
	 * <li>Errors and events are added, and children are started as by
	 * {@link #startWorkflows}.</li>
	 * <li>If the instance is released it belongs to nobody and gets its next execution.
	 * If not, it is still owned, and stays due whatever its next execution says.</li>
	 * <li>If it has ended, its subscriptions and its scheduled
	 * {@link io.wfe.core.model.CommandName#PROCESS_WORKFLOW} command go as well.</li>
	 * </ul>
	 * Other fields of the instance stay as they are stored. In a transaction of the
	 * caller this joins it, and is given one write.
	 * @param hostId the id of the host
	 * @param passes what to write, at most one of an instance
	 * @return what has become of each, in the same order
	 */
	List<PassOutcome> persistPasses(String hostId, List<PassWrite> passes);

	/**
	 * Lets an instance that waits belong to nobody, unless there is an event for it: one
	 * whose time has come, which was published before the instance waited, and which no
	 * pointer of it has had. Each pointer that waits, is not held by a worker's token,
	 * and is not behind the event, gets the oldest one as by {@link #deliverEvent}.
	 * @param hostId the id of the host
	 * @param instance the instance as persisted; its next execution is stored
	 * @return the instance as it is now, if the host still owns it: it got an event, or
	 * somebody else has changed it. Empty if it was released or lost
	 */
	Optional<WorkflowInstance> lookBackOrRelease(String hostId, WorkflowInstance instance);

	/**
	 * Lets instances belong to nobody, as they are stored: due instances can be claimed
	 * at once. Those that the host does not own are passed over.
	 * @param hostId the id of the host
	 * @param ids the ids of the instances
	 */
	void releaseWorkflows(String hostId, Collection<String> ids);

	/**
	 * Stores events, which are not processed. The store sets the time of those that have
	 * none.
	 * @param events the events
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored; nothing was
	 * written
	 */
	void publishEvents(List<NewEvent> events);

	/**
	 * Delivers an event, if it is not processed and its time has come. Each open
	 * subscription of its name and key whose {@code subscribeAsOf} is not after its time
	 * gets one event: the oldest one, by time and id, that is for it and lies behind what
	 * its pointer has in {@link io.wfe.core.model.PointerAttributes#AFTER}. So:
	 * <ul>
	 * <li>The pointer that waits is active, has the event's data, is
	 * {@code eventPublished}, and names the event in
	 * {@link io.wfe.core.model.PointerAttributes#EVENT}.</li>
	 * <li>Its instance is due at once, keeps its status and its owner, and has a new
	 * revision.</li>
	 * <li>The subscription is deleted; also if its instance is gone or has ended, or its
	 * pointer does not wait any more, and then nothing else happens.</li>
	 * <li>The event is processed when no open subscription is left for it.</li>
	 * </ul>
	 * A subscription that a worker's token holds waits for its worker. One call does one
	 * batch, in a transaction of its own: it never joins one of the caller.
	 * @param eventId the id of the event
	 * @param limit the largest number of subscriptions, one or more
	 * @return what was done; nothing if there is no such event or it is processed
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
	 * Delivers events that are not processed and whose time has come, oldest first, as by
	 * {@link #deliverEvent}. Events that another call delivers at the moment may be
	 * passed over.
	 * @param limit the largest number of events and of subscriptions, one or more
	 * @return what was done
	 */
	Delivery deliverDueEvents(int limit);

	/**
	 * Lets a {@link io.wfe.core.model.WorkflowStatus#SUSPENDED} instance go on, as
	 * {@link WorkflowRepository#resumeWorkflow} does, and gives its failed steps all
	 * their retries again: of each pointer that is open, has failed and does not wait for
	 * an event, the retry count is zero and it does not sleep.
	 * @param id the id of the instance
	 * @return the instance as it is now, without data and pointers
	 * @throws WorkflowNotFoundException if there is none
	 * @throws WorkflowStateException if it is not suspended
	 */
	WorkflowSummary retryFailedSteps(String id);

	/**
	 * Finds an instance without loading its data and pointers.
	 * @param idOrName its id or name; the id is tried first
	 * @return the instance, or empty if there is none
	 */
	Optional<WorkflowSummary> findWorkflow(String idOrName);

	/**
	 * Takes the oldest activity of a name that waits for a worker. Of several callers
	 * each gets another one. Never joins a transaction of the caller.
	 * @param activityName the name of the activity
	 * @param workerId the id of the worker
	 * @param lease how long the worker holds it
	 * @return the activity, or empty if none waits
	 */
	Optional<ClaimedActivity> claimActivity(String activityName, String workerId, Duration lease);

	/**
	 * Renews the lease of an activity, unless another worker has got it.
	 * @param token the token by which it is held
	 * @param lease how long the new lease is
	 * @return until when, or empty if the token does not hold it any more
	 */
	Optional<Instant> renewActivity(String token, Duration lease);

	/**
	 * Delivers the result of an activity to the step that waits for it, as by
	 * {@link #deliverEvent}. A worker whose lease has expired may still do so while no
	 * other has got the activity and its token is there: expired tokens are cleared after
	 * five minutes at the earliest, see
	 * {@link ScheduledCommandRepository#processCommands}.
	 * @param token the token by which it is held
	 * @param eventData the data of the event
	 * @return whether the token still held it
	 * @throws io.wfe.core.InvalidValueException if the data cannot be stored
	 */
	boolean completeActivity(String token, JsonNode eventData);

	/**
	 * Gives an activity back, so that another worker can take it at once.
	 * @param token the token by which it is held
	 * @return whether the token still held it
	 */
	boolean releaseActivity(String token);

	/**
	 * Finds subscriptions to {@link io.wfe.core.model.EventNames#USER_ACTION}: the open
	 * user tasks.
	 * @param assignee who is asked, the {@code assignee} in the data of the subscription;
	 * {@code null} for everybody
	 * @param limit the largest number of tasks, one or more
	 * @return the subscriptions, oldest first
	 */
	List<EventSubscription> findUserTasks(@Nullable String assignee, int limit);

	/**
	 * Returns the ids of definitions and versions that have runnable instances which are
	 * due, other than the given ones: nobody here runs them.
	 * @param known the definitions that a host knows
	 * @return the others
	 */
	Set<DefinitionKey> findUnknownDefinitions(Collection<DefinitionKey> known);

	/**
	 * Returns the transactions that the store takes part in.
	 * @return the transactions
	 */
	default StoreTransactions transactions() {
		return StoreTransactions.NONE;
	}

	/**
	 * Returns how hosts tell each other of work.
	 * @return the means, or empty if there is none
	 */
	default Optional<WakeUps> wakeUps() {
		return Optional.empty();
	}

}
