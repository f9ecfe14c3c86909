package io.wfe.core.persistence;

import java.time.Instant;
import java.util.List;

/**
 * A complete store for workflows, subscriptions, events, scheduled commands and errors,
 * and for the engines that run on it.
 * <p>
 * All implementations keep these rules:
 * <ul>
 * <li>Any number of threads and nodes may call all methods.</li>
 * <li>Each method takes effect wholly or not at all.</li>
 * <li>A method joins the caller's transaction, if one is open and the store takes part in
 * transactions. Otherwise it has its own transaction. A few methods never join, and say
 * so.</li>
 * <li>If a value cannot be stored, an {@link io.wfe.core.InvalidValueException} names the
 * field, and nothing is written.</li>
 * <li>If the store fails, any method may throw a {@link PersistenceException}.</li>
 * </ul>
 *
 * @since 0.1.0
 */
public interface PersistenceProvider extends WorkflowRepository, SubscriptionRepository, EventRepository,
		ScheduledCommandRepository, ErrorRepository, ExecutionRepository {

	/**
	 * Tells how far behind the work on this store is.
	 * @param asAt the instant to compare with, usually now
	 * @return the oldest due times
	 */
	StoreBacklog getBacklog(Instant asAt);

	/**
	 * Tells what has happened lately. The limit keeps the cost the same on a large store:
	 * only the latest instances and errors of each kind are counted.
	 * @param since earlier changes do not count
	 * @param limit the largest number of each kind to count, one or more
	 * @return the counts
	 */
	StoreActivity getActivity(Instant since, int limit);

	/**
	 * Finds instances that somebody should look at, those first for which it has been so
	 * the longest. A store may look at only as many as it can cheaply.
	 * @param reason why
	 * @param before only instances for which it has been so since this instant or
	 * earlier, see {@link StuckWorkflow#since()}
	 * @param limit the largest number of instances to return, one or more
	 * @return the instances
	 */
	List<StuckWorkflow> findStuckWorkflows(StuckReason reason, Instant before, int limit);

	/**
	 * Creates the store, or upgrades it to this version. Does nothing if the store is up
	 * to date. Any number of nodes may call this at once. Never joins the caller's
	 * transaction.
	 */
	void ensureStoreExists();

}
