package io.wfe.core.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;

/**
 * Stores workflow instances. {@link PersistenceProvider} has the rules for all methods.
 *
 * @since 0.1.0
 */
public interface WorkflowRepository {

	/**
	 * Stores a new instance with its pointers, all or nothing.
	 * @param instance the instance. A generated id replaces a blank one, and the id a
	 * blank name
	 * @return the id
	 * @throws WorkflowAlreadyExistsException if the id or the name is taken. Nothing was
	 * written, and the caller's transaction can continue
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	default String createNewWorkflow(WorkflowInstance instance) {
		return createWorkflowInstance(instance).id();
	}

	/**
	 * Like {@link #createNewWorkflow}, but returns the instance as stored. With its
	 * revision, the next persist writes only what has changed.
	 * @param instance the instance. A generated id replaces a blank one, and the id a
	 * blank name
	 * @return the instance as stored
	 * @throws WorkflowAlreadyExistsException if the id or the name is taken. Nothing was
	 * written, and the caller's transaction can continue
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	WorkflowInstance createWorkflowInstance(WorkflowInstance instance);

	/**
	 * Writes all fields of a stored instance, and replaces its pointers, order included,
	 * all or nothing. With a revision this fails if the stored instance has changed
	 * since. Without a revision it overwrites the stored instance. The instance gets a
	 * new revision even if nothing has changed, so all older revisions are out of date.
	 * @param instance the instance
	 * @return the instance as stored, with its new revision. You can change it and
	 * persist again, without loading
	 * @throws WorkflowNotFoundException if there is no instance with that id
	 * @throws ConcurrentUpdateException if the revision is out of date
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	default WorkflowInstance persistWorkflow(WorkflowInstance instance) {
		return persistWorkflowWithSubscriptions(instance, List.of());
	}

	/**
	 * Like {@link #persistWorkflow}, and adds subscriptions, all or nothing.
	 * @param instance the instance
	 * @param subscriptions the new subscriptions
	 * @return the instance as stored, with its new revision
	 * @throws WorkflowNotFoundException if there is no instance with that id, or with the
	 * id in a subscription
	 * @throws ConcurrentUpdateException if the revision is out of date
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	WorkflowInstance persistWorkflowWithSubscriptions(WorkflowInstance instance, List<EventSubscription> subscriptions);

	/**
	 * Returns the ids of all due instances. They are {@link WorkflowStatus#RUNNABLE}, and
	 * their next execution is not after the given instant. Instances without a next
	 * execution are not due.
	 * @param asAt the instant, usually now
	 * @return the ids, longest due first
	 */
	default List<String> getRunnableInstances(Instant asAt) {
		return getRunnableInstances(asAt, Integer.MAX_VALUE);
	}

	/**
	 * Returns the ids of due instances, up to a limit.
	 * @param asAt the instant, usually now
	 * @param limit the largest number of ids to return, one or more
	 * @return the ids, longest due first
	 */
	List<String> getRunnableInstances(Instant asAt, int limit);

	/**
	 * Loads an instance with its pointers in order, all as of one moment.
	 * @param id the id
	 * @return the instance
	 * @throws WorkflowNotFoundException if there is none
	 */
	WorkflowInstance getWorkflowInstance(String id);

	/**
	 * Loads an instance by its name, with its pointers in order, all as of one moment.
	 * @param name the name
	 * @return the instance
	 * @throws WorkflowNotFoundException if there is none
	 */
	WorkflowInstance getWorkflowInstanceByName(String name);

	/**
	 * Loads instances with their pointers, all as of one moment. The number of statements
	 * does not depend on the number of ids. An unreadable instance is left out and logged
	 * as an error. It does not hold up the others.
	 * @param ids the ids. Unknown ones are left out
	 * @return the instances, in the order of the ids
	 */
	List<WorkflowInstance> getWorkflowInstances(Collection<String> ids);

	/**
	 * Suspends a {@link WorkflowStatus#RUNNABLE} instance. It is not due until you resume
	 * it. Its next execution does not change. It gets a new revision, so an instance that
	 * was loaded before cannot be persisted.
	 * @param id the id of the instance
	 * @return the instance as it is now, without data and pointers
	 * @throws WorkflowNotFoundException if there is none
	 * @throws WorkflowStateException if it is not runnable
	 */
	WorkflowSummary suspendWorkflow(String id);

	/**
	 * Resumes a {@link WorkflowStatus#SUSPENDED} instance. It is runnable, due at once,
	 * and gets a new revision.
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
	 * deleted, unless a handler is running it.</li>
	 * <li>If it has a {@code rootWorkflowId}, an event
	 * {@link io.wfe.core.model.EventNames#WORKFLOW_COMPLETED} is published, so a waiting
	 * parent continues.</li>
	 * </ul>
	 * The instance gets a new revision, so an instance that was loaded before cannot be
	 * persisted. No pointer or subscription of a write in between is left over. Only a
	 * separate {@code createEventSubscription} at the same moment may leave one. It goes
	 * when an event is delivered to it, or when the instance is purged.
	 * @param id the id of the instance
	 * @param completeTime when the instance ends, usually now
	 * @return the instance as it is now, without data and pointers
	 * @throws WorkflowNotFoundException if there is none
	 * @throws WorkflowStateException if it has ended
	 * @throws ConcurrentUpdateException if other writes kept coming in between
	 * @throws io.wfe.core.InvalidValueException if the time cannot be stored
	 */
	WorkflowSummary terminateWorkflow(String id, Instant completeTime);

	/**
	 * Gives out the next number of a definition: 1, 2, 3 and so on. It gives out no
	 * number twice, however many nodes ask. A rollback of the caller's transaction gives
	 * the number back.
	 * @param definitionId the id of the definition
	 * @return the number
	 */
	long nextDefinitionSequence(String definitionId);

	/**
	 * Finds instances, newest first, one page at a time. Every page costs the same.
	 * @param query the conditions
	 * @return a page of instances, without data and pointers
	 */
	WorkflowPage findWorkflows(WorkflowQuery query);

	/**
	 * Counts the stored instances by status and definition. It reads the whole table or
	 * an index of it. Call it for a report, not for each request.
	 * @return the counts, ordered by definition and status
	 */
	List<WorkflowCount> countWorkflows();

	/**
	 * Counts the stored instances by status and definition, up to a limit for each
	 * status. So the cost does not grow with the store. If the counts of a status add up
	 * to less than the limit, they are exact. Otherwise there may be more.
	 * @param limit the largest number of instances of each status to count, one or more
	 * @return the counts, ordered by definition and status
	 */
	List<WorkflowCount> countWorkflows(int limit);

	/**
	 * Deletes ended instances, with their pointers, subscriptions, errors and the command
	 * that schedules them. One call deletes one batch in one transaction. Call it until
	 * it returns zero. If a foreign key of the application holds an instance, that one
	 * stays and the others are deleted.
	 * @param status {@link WorkflowStatus#COMPLETE} or {@link WorkflowStatus#TERMINATED}
	 * @param completedBefore deletes only instances with a complete time before this. If
	 * an instance has none, its last write counts
	 * @param limit the largest number of instances to delete, one or more
	 * @return how many instances were deleted
	 * @throws io.wfe.core.InvalidValueException if the status is not a final one
	 */
	int purgeWorkflows(WorkflowStatus status, Instant completedBefore, int limit);

	/**
	 * Deletes one instance that is {@link WorkflowStatus#COMPLETE} or
	 * {@link WorkflowStatus#TERMINATED}, with its pointers, subscriptions, errors and the
	 * command that schedules it.
	 * @param id the id
	 * @return whether it was deleted. {@code false} means that it has not ended, and
	 * nothing was written
	 * @throws WorkflowNotFoundException if there is none
	 */
	boolean purgeWorkflow(String id);

}
