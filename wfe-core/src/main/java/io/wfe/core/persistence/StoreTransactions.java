package io.wfe.core.persistence;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The transactions of the application in which a store takes part, so that an engine can
 * join and await one without knowing who manages it. A store without transactions answers
 * as {@link #none()} does.
 *
 * @since 0.1.0
 */
public interface StoreTransactions {

	/**
	 * Tells whether calls of the store on this thread now join a transaction.
	 * @return whether one is open
	 */
	boolean isActive();

	/**
	 * Tells whether what an application writes in {@link #call} to its own database is
	 * committed together with what the store writes.
	 * @return whether store and application share a database and its transactions
	 */
	boolean isShared();

	/**
	 * Runs an action in a transaction: in the one that is open, else in a new one. It is
	 * rolled back if the action throws.
	 * @param <T> the type of the result
	 * @param action the action
	 * @return what the action returns
	 */
	<T extends @Nullable Object> T call(Supplier<T> action);

	/**
	 * Runs an action after the open transaction has been committed; at once if none is
	 * open. The action does not run if the transaction is rolled back.
	 * @param action the action
	 */
	void afterCommit(Runnable action);

	/**
	 * Returns the transactions of a store that has none.
	 * @return the transactions
	 */
	static StoreTransactions none() {
		return NoTransactions.INSTANCE;
	}

}
