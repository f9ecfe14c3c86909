package io.wfe.postgres;

import java.util.function.Supplier;

import io.wfe.core.persistence.StoreTransactions;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactions of Spring that the store joins.
 */
final class PostgresTransactions implements StoreTransactions {

	private final Database database;

	private final boolean shared;

	PostgresTransactions(Database database, boolean shared) {
		this.database = database;
		this.shared = shared;
	}

	@Override
	public boolean isShared() {
		return this.shared;
	}

	@Override
	public boolean isActive() {
		return this.database.callerTransaction().state() == CallerTransaction.State.ACTIVE;
	}

	@Override
	public boolean tellsEnd() {
		return !isActive() || TransactionSynchronizationManager.isSynchronizationActive();
	}

	@Override
	public <T> T execute(Supplier<T> action) {
		return this.database.callBackApart("run an action", (transaction) -> action.get());
	}

	/**
	 * A transaction without callbacks tells nobody how it ends.
	 */
	@Override
	public void afterEnd(Runnable committed, Runnable rolledBack) {
		if (!isActive()) {
			committed.run();
		}
		else if (TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCompletion(int status) {
					((status == STATUS_COMMITTED) ? committed : rolledBack).run();
				}

			});
		}
		else {
			rolledBack.run();
		}
	}

}
