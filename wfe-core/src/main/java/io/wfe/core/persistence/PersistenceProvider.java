package io.wfe.core.persistence;

import java.time.Instant;

/**
 * A complete store for workflows, subscriptions, events, scheduled commands and errors,
 * and for the engines that run on it.
 * <p>
 * All implementations keep these rules:
 * <ul>
 * <li>All methods may be called by any number of threads and nodes.</li>
 * <li>Each method takes effect wholly or not at all.</li>
 * <li>A method joins the transaction of its caller, if the store takes part in
 * transactions and one is open, and has a transaction of its own otherwise. A few never
 * join one, and say so.</li>
 * <li>A value that cannot be stored is refused with an
 * {@link io.wfe.core.InvalidValueException} that names the field, and nothing is
 * written.</li>
 * <li>Any method may throw a {@link PersistenceException} if the store fails.</li>
 * </ul>
 *
 * @since 0.1.0
 */
public interface PersistenceProvider extends WorkflowRepository, SubscriptionRepository, EventRepository,
		ScheduledCommandRepository, ErrorRepository, ExecutionRepository {

	/**
	 * Tells how far behind the work on this store is: what has been due the longest.
	 * @param asAt the instant to look from, usually now
	 * @return the oldest due times
	 */
	StoreBacklog getBacklog(Instant asAt);

	/**
	 * Tells what has happened lately. Looks at no more than so many instances or errors
	 * of each kind, the latest ones, so that the cost does not grow with the store.
	 * @param since what happened before this does not count
	 * @param limit the largest number of each kind to count, one or more
	 * @return the counts
	 */
	StoreActivity getActivity(Instant since, int limit);

	/**
	 * Creates the store, or upgrades it to what this version needs. Does nothing if the
	 * store is up to date. Any number of nodes may call this at once. It never joins a
	 * transaction of the caller.
	 */
	void ensureStoreExists();

}
