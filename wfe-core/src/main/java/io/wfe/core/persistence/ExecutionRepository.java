package io.wfe.core.persistence;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an engine needs of a store to run workflows on many nodes. See
 * {@link PersistenceProvider} for what all methods have in common.
 * <p>
 * A running engine is a <em>host</em>. A host has one row, which it renews before its
 * lease ends. An instance belongs to at most one host, its <em>owner</em>; only the owner
 * runs its steps. When the lease of a host ends, its instances belong to nobody and are
 * claimed by others. What a former owner then tries to write is refused, because the
 * claim has changed the instance's revision.
 * <p>
 * All times come from the clock of the store, so the clocks of the nodes may differ.
 *
 * @since 0.1.0
 */
public interface ExecutionRepository {

	/**
	 * Registers a host. It takes no part in a transaction of the caller.
	 * @param host the host; its id must be new
	 * @return the time of the store
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	Instant registerHost(HostRegistration host);

	/**
	 * Renews the lease of a host. The same call deletes hosts whose leases have ended and
	 * frees their instances. It takes no part in a transaction of the caller.
	 * @param hostId the id of the host
	 * @param lease how long the lease lasts from now on
	 * @return what has happened since; if the host is no longer registered, it has lost
	 * all its instances
	 */
	HostRenewal renewHost(String hostId, Duration lease);

	/**
	 * Frees all instances of a host and deletes it. Does nothing if it is not registered.
	 * @param hostId the id of the host
	 */
	void releaseHost(String hostId);

	/**
	 * Returns the registered hosts, those included whose leases have ended and that
	 * nobody has deleted yet.
	 * @return the hosts, the longest running one first
	 */
	List<WorkflowHostInfo> getHosts();

	/**
	 * Reserves numbers for the names of instances. It takes no part in a transaction of
	 * the caller, so that starts do not wait for each other; a number may go unused.
	 * @param definitionId the id of the definition
	 * @param count how many numbers, one or more
	 * @return the first of the numbers, which follow each other
	 */
	long reserveNumbers(String definitionId, int count);

	/**
	 * Stores new instances, all or nothing. The store assigns the create time, and the
	 * next execution from the delay.
	 * @param workflows the instances
	 * @return the instances as stored, with their revisions, in the same order
	 * @throws WorkflowAlreadyExistsException if an id or a name is taken; nothing was
	 * written, and a transaction of the caller can go on
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	List<WorkflowInstance> startWorkflows(List<NewWorkflow> workflows);

	/**
	 * Claims due instances that nobody owns for a host, those that are due the longest
	 * first. Instances of other definitions are not touched. An instance whose row cannot
	 * be read is left out and logged as an error.
	 * @param hostId the id of the host
	 * @param definitions the definitions that the host knows
	 * @param limit the largest number of instances, one or more
	 * @return the instances with their pointers; fewer than there are, if others claim at
	 * the same time
	 */
	List<WorkflowInstance> claimDue(String hostId, Collection<DefinitionKey> definitions, int limit);

	/**
	 * Tells when there will be something to do: the earliest due time of an instance of
	 * these definitions that nobody owns, or the time of the earliest unprocessed event.
	 * @param definitions the definitions that the host knows
	 * @return how long from now, zero if something is due; empty if nothing is scheduled
	 */
	Optional<Duration> timeUntilDue(Collection<DefinitionKey> definitions);

	/**
	 * Writes what passes have done. Each pass is written wholly or not at all, and each
	 * by itself: one that is out of date does not keep the others from being written.
	 * @param hostId the id of the host that owns the instances
	 * @param passes the passes, at most one of each instance
	 * @return the outcomes, in the order of the passes
	 */
	List<PassOutcome> persistPasses(String hostId, List<PassWrite> passes);

	/**
	 * Looks for events that owned instances wait for and that were published before they
	 * subscribed. Each subscription gets the oldest event that it may have. Instances
	 * that got none are released.
	 * @param hostId the id of the host that owns the instances
	 * @param workflowIds the ids of the instances
	 * @return the instances that got an event and still belong to the host, with their
	 * new revisions
	 */
	List<WorkflowInstance> lookBackOrRelease(String hostId, Collection<String> workflowIds);

	/**
	 * Releases owned instances without writing anything else. Ids of instances that the
	 * host does not own are passed over.
	 * @param hostId the id of the host
	 * @param workflowIds the ids of the instances
	 */
	void releaseWorkflows(String hostId, Collection<String> workflowIds);

	/**
	 * Stores an unprocessed event.
	 * @param event the event; without a time it gets the time of the store
	 * @return its id
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	String publishEvent(NewEvent event);

	/**
	 * Delivers one event to subscriptions that may have it: those of its name and key
	 * that no token holds, with {@code subscribeAsOf} not after the event's time, and no
	 * older unprocessed event before it. Marks the event as processed when no such
	 * subscription is left. Does nothing for an event that is processed or not yet due.
	 * @param eventId the id of the event
	 * @param limit the largest number of subscriptions, one or more
	 * @return what was delivered
	 * @throws EventNotFoundException if there is no such event
	 */
	EventDelivery deliverEvent(String eventId, int limit);

	/**
	 * Delivers due unprocessed events, oldest first.
	 * @param limit the largest number of events, one or more
	 * @return what was delivered
	 */
	EventDelivery deliverDueEvents(int limit);

	/**
	 * Resumes a suspended instance and lets its failed steps run again: the retry counts
	 * of its open pointers start anew, and none of them sleeps.
	 * @param id the id of the instance
	 * @return whether it was suspended
	 * @throws WorkflowNotFoundException if there is none
	 */
	boolean retryFailedSteps(String id);

	/**
	 * Finds an instance by its id, or else by its name, without data and pointers.
	 * @param idOrName the id or the name
	 * @return the instance
	 * @throws WorkflowNotFoundException if there is none
	 */
	WorkflowSummary getWorkflowSummary(String idOrName);

	/**
	 * Takes the oldest open activity of a name for a worker.
	 * @param activityName the name of the activity
	 * @param workerId the id of the worker
	 * @param token the token that is to hold the activity
	 * @param lease how long the token lasts from now on
	 * @return the subscription of the activity, which carries its parameters; empty if
	 * none is open
	 */
	Optional<EventSubscription> claimActivity(String activityName, String workerId, String token, Duration lease);

	/**
	 * Lets a token last longer.
	 * @param token the token
	 * @param lease how long the token lasts from now on
	 * @return when it expires; empty if another worker has the activity, or it has ended
	 */
	Optional<Instant> renewActivity(String token, Duration lease);

	/**
	 * Ends an activity: delivers its result to the step that waits for it. A token that
	 * has expired is as good as any, as long as no other worker has taken the activity.
	 * @param token the token
	 * @param result what the step gets as its event data
	 * @return the id of the instance; empty if another worker has the activity, or it has
	 * ended
	 * @throws io.wfe.core.InvalidValueException if the result cannot be stored
	 */
	Optional<String> completeActivity(String token, JsonNode result);

	/**
	 * Gives an activity back, so that another worker can take it at once.
	 * @param token the token
	 * @return whether the token held it
	 */
	boolean releaseActivity(String token);

	/**
	 * Finds the subscriptions of open user tasks.
	 * @param assignee whose tasks, or {@code null} for all
	 * @param limit the largest number of tasks, one or more
	 * @return the subscriptions, oldest first; the task is in their data
	 */
	List<EventSubscription> findUserTasks(@Nullable String assignee, int limit);

}
