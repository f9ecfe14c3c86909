package io.wfe.core.persistence;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The transactions of a store that has none.
 */
final class NoTransactions implements StoreTransactions {

	static final NoTransactions INSTANCE = new NoTransactions();

	private NoTransactions() {
	}

	@Override
	public boolean isActive() {
		return false;
	}

	@Override
	public boolean isShared() {
		return false;
	}

	@Override
	public <T extends @Nullable Object> T call(Supplier<T> action) {
		return action.get();
	}

	@Override
	public void afterCommit(Runnable action) {
		action.run();
	}

}
