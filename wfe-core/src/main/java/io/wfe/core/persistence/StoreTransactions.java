package io.wfe.core.persistence;

import java.util.function.Supplier;

/**
 * The transactions that a store joins, as far as an engine needs to know.
 *
 * @since 0.1.0
 */
public interface StoreTransactions {

	/** The transactions of a store without transactions. */
	StoreTransactions NONE = new StoreTransactions() {
	};

	/**
	 * Tells whether the store shares its database and transactions with the application.
	 * @return whether a transaction of the application can hold writes of the store
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * Tells whether writes of the store on this thread now belong to the caller's
	 * transaction.
	 * @return whether a transaction is open that the store joins
	 */
	default boolean isActive() {
		return false;
	}

	/**
	 * Tells whether {@link #afterEnd} will know how the caller's transaction has ended.
	 * @return {@code false} if the caller's transaction reports its end to nobody
	 */
	default boolean tellsEnd() {
		return true;
	}

	/**
	 * Runs an action in a new transaction, which the store joins. If the action throws,
	 * the transaction is rolled back.
	 * @param <T> the type of the result
	 * @param action the action
	 * @return its result, after the commit
	 */
	default <T> T execute(Supplier<T> action) {
		return action.get();
	}

	/**
	 * Calls back when the caller's transaction has ended, or at once if there is none.
	 * @param committed called if it was committed
	 * @param rolledBack called if it was rolled back, or if nobody knows
	 */
	default void afterEnd(Runnable committed, Runnable rolledBack) {
		committed.run();
	}

}
