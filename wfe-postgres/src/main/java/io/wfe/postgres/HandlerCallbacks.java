package io.wfe.postgres;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/**
 * What a handler has registered to be called back for at the end of its transaction. If
 * the handler fails, and the transaction goes on without it, it is told now that its work
 * was rolled back: its {@code afterCommit} must not run with that of the others.
 */
final class HandlerCallbacks {

	private final List<TransactionSynchronization> before = current();

	private static List<TransactionSynchronization> current() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				? TransactionSynchronizationManager.getSynchronizations() : List.of();
	}

	void rollBack() {
		Set<TransactionSynchronization> registered = new LinkedHashSet<>(current());
		this.before.forEach(registered::remove);
		if (registered.isEmpty()) {
			return;
		}
		List<TransactionSynchronization> gone = List.copyOf(registered);
		register(gone);
		TransactionSynchronizationUtils.triggerBeforeCompletion();
		register(this.before);
		TransactionSynchronizationUtils.invokeAfterCompletion(gone, TransactionSynchronization.STATUS_ROLLED_BACK);
	}

	private static void register(List<TransactionSynchronization> synchronizations) {
		TransactionSynchronizationManager.clearSynchronization();
		TransactionSynchronizationManager.initSynchronization();
		synchronizations.forEach(TransactionSynchronizationManager::registerSynchronization);
	}

}
