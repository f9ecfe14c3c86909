package io.wfe.core.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;

/**
 * Stores workflow instances. See {@link PersistenceProvider} for what all methods have in
 * common.
 *
 * @since 0.1.0
 */
public interface WorkflowRepository {

	/**
	 * Stores a new instance with its pointers, all or nothing.
	 * @param instance the instance; a blank id is replaced by a generated one, a blank
	 * name by the id
	 * @return the id
	 * @throws WorkflowAlreadyExistsException if the id or the name is taken; nothing was
	 * written, and a transaction of the caller can go on
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	default String createNewWorkflow(WorkflowInstance instance) {
		return createWorkflowInstance(instance).id();
	}

	/**
	 * Does what {@link #createNewWorkflow} does, but returns the instance as stored, with
	 * the revision that lets the next persist write no more than what has changed.
	 * @param instance the instance; a blank id is replaced by a generated one, a blank
	 * name by the id
	 * @return the instance as stored
	 * @throws WorkflowAlreadyExistsException if the id or the name is taken; nothing was
	 * written, and a transaction of the caller can go on
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	WorkflowInstance createWorkflowInstance(WorkflowInstance instance);

	/**
	 * Writes all fields of a stored instance and makes its stored pointers equal to the
	 * given ones, order included, all or nothing. With a revision this fails if the
	 * stored instance has changed since; without one it overwrites whatever is stored.
	 * Persisting what has not changed makes a new revision too, so that everybody else's
	 * is out of date.
	 * @param instance the instance
	 * @return the instance as stored, with its new revision: change that and persist
	 * again, without loading
	 * @throws WorkflowNotFoundException if there is no instance with that id
	 * @throws ConcurrentUpdateException if the revision is out of date
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	default WorkflowInstance persistWorkflow(WorkflowInstance instance) {
		return persistWorkflowWithSubscriptions(instance, List.of());
	}

	/**
	 * Does what {@link #persistWorkflow} does, and adds subscriptions, all or nothing.
	 * @param instance the instance
	 * @param subscriptions the new subscriptions
	 * @return the instance as stored, with its new revision
	 * @throws WorkflowNotFoundException if there is no instance with that id, or with
	 * that of a subscription
	 * @throws ConcurrentUpdateException if the revision is out of date
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	WorkflowInstance persistWorkflowWithSubscriptions(WorkflowInstance instance, List<EventSubscription> subscriptions);

	/**
	 * Returns the ids of all due instances: {@link WorkflowStatus#RUNNABLE}, with a next
	 * execution not after the given instant. Instances without a next execution are not
	 * due.
	 * @param asAt the instant, usually now
	 * @return the ids, longest due first
	 */
	default List<String> getRunnableInstances(Instant asAt) {
		return getRunnableInstances(asAt, Integer.MAX_VALUE);
	}

	/**
	 * Returns the ids of the due instances, at most so many.
	 * @param asAt the instant, usually now
	 * @param limit the largest number of ids to return, one or more
	 * @return the ids, longest due first
	 */
	List<String> getRunnableInstances(Instant asAt, int limit);

	/**
	 * Loads an instance with its pointers in their order, all as of one moment.
	 * @param id the id
	 * @return the instance
	 * @throws WorkflowNotFoundException if there is none
	 */
	WorkflowInstance getWorkflowInstance(String id);

	/**
	 * Loads an instance by its name, with its pointers in their order, all as of one
	 * moment.
	 * @param name the name
	 * @return the instance
	 * @throws WorkflowNotFoundException if there is none
	 */
	WorkflowInstance getWorkflowInstanceByName(String name);

	/**
	 * Loads instances with their pointers, all as of one moment. The number of statements
	 * does not depend on the number of ids. A stored instance that cannot be read is left
	 * out and logged as an error, so that it does not hold up the others.
	 * @param ids the ids; unknown ones are left out
	 * @return the instances, in the order of the ids
	 */
	List<WorkflowInstance> getWorkflowInstances(Collection<String> ids);

	/**
	 * Suspends a {@link WorkflowStatus#RUNNABLE} instance: it is not due until it is
	 * resumed. Its next execution stays as it is. It gets a new revision, so that whoever
	 * runs it cannot persist what it loaded before.
	 * @param id the id of the instance
	 * @return the instance as it is now, without data and pointers
	 * @throws WorkflowNotFoundException if there is none
	 * @throws WorkflowStateException if it is not runnable
	 */
	WorkflowSummary suspendWorkflow(String id);

	/**
	 * Resumes a {@link WorkflowStatus#SUSPENDED} instance: it is runnable and due at
	 * once, and whoever runs it finds out what there is to do. It gets a new revision.
	 * @param id the id of the instance
	 * @return the instance as it is now, without data and pointers
	 * @throws WorkflowNotFoundException if there is none
	 * @throws WorkflowStateException if it is not suspended
	 */
	WorkflowSummary resumeWorkflow(String id);

	/**
	 * Terminates an instance that is {@link WorkflowStatus#RUNNABLE} or
	 * {@link WorkflowStatus#SUSPENDED}, all or nothing:
	 * <ul>
	 * <li>The instance is {@link WorkflowStatus#TERMINATED}, has the complete time and no
	 * next execution.</li>
	 * <li>Its pointers without an end time are inactive and
	 * {@link io.wfe.core.model.PointerStatus#CANCELLED}, and end at that time.</li>
	 * <li>Its subscriptions are deleted, held ones too.</li>
	 * <li>Its scheduled {@link io.wfe.core.model.CommandName#PROCESS_WORKFLOW} command is
	 * deleted, unless a handler has it at that moment.</li>
	 * <li>If it has a {@code rootWorkflowId}, an event
	 * {@link io.wfe.core.model.EventNames#WORKFLOW_COMPLETED} is published, so that
	 * whoever waits for it goes on.</li>
	 * </ul>
	 * The instance gets a new revision, so that whoever runs it cannot persist what it
	 * loaded before. No pointer or subscription of a write that comes in between is left
	 * over. A subscription that is created on its own at the same moment may be: it goes
	 * when an event is delivered to it, or when the instance is purged.
	 * @param id the id of the instance
	 * @param completeTime when the instance ends, usually now
	 * @return the instance as it is now, without data and pointers
	 * @throws WorkflowNotFoundException if there is none
	 * @throws WorkflowStateException if it has ended
	 * @throws ConcurrentUpdateException if other writes came in between each time
	 * @throws io.wfe.core.InvalidValueException if the time cannot be stored
	 */
	WorkflowSummary terminateWorkflow(String id, Instant completeTime);

	/**
	 * Gives out the next number of a definition: 1, 2, 3 and so on. No number is given
	 * out twice, however many nodes ask; one is given back if the caller's transaction is
	 * rolled back.
	 * @param definitionId the id of the definition
	 * @return the number
	 */
	long nextDefinitionSequence(String definitionId);

	/**
	 * Finds instances, newest first, one page at a time. The cost of a page does not
	 * depend on how many pages precede it.
	 * @param query what to find
	 * @return a page of instances, without data and pointers
	 */
	WorkflowPage findWorkflows(WorkflowQuery query);

	/**
	 * Counts the stored instances by status and definition. This reads the whole table,
	 * or an index of it: call it for a report, not for each request.
	 * @return the counts, ordered by definition and status
	 */
	List<WorkflowCount> countWorkflows();

	/**
	 * Counts the stored instances by status and definition, looking at no more than so
	 * many of each status, so that the cost does not grow with the store. The counts of a
	 * status whose sum is less than the limit are exact; others are at least what they
	 * say.
	 * @param limit the largest number of instances of each status to count, one or more
	 * @return the counts, ordered by definition and status
	 */
	List<WorkflowCount> countWorkflows(int limit);

	/**
	 * Deletes instances that have ended, with their pointers, subscriptions, errors and
	 * the command that schedules them. One call deletes one batch in one transaction:
	 * call it until it returns zero. An instance that cannot be deleted, because a
	 * foreign key of the application refers to it, is left and does not hold up others.
	 * @param status {@link WorkflowStatus#COMPLETE} or {@link WorkflowStatus#TERMINATED}
	 * @param completedBefore only instances with a complete time before this are deleted.
	 * If an instance has none, its last write counts
	 * @param limit the largest number of instances to delete, one or more
	 * @return how many instances were deleted
	 * @throws io.wfe.core.InvalidValueException if the status is not a final one
	 */
	int purgeWorkflows(WorkflowStatus status, Instant completedBefore, int limit);

	/**
	 * Deletes one instance with its pointers, subscriptions, errors and the command that
	 * schedules it, if it has ended: {@link WorkflowStatus#COMPLETE} or
	 * {@link WorkflowStatus#TERMINATED}.
	 * @param id the id
	 * @return whether it was deleted; {@code false} if it has not ended, and nothing was
	 * written
	 * @throws WorkflowNotFoundException if there is none
	 */
	boolean purgeWorkflow(String id);

}
