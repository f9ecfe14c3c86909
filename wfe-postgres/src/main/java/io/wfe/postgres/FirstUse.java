package io.wfe.postgres;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a store when it is used for the first time: once, and again after a failure.
 * <p>
 * It is prepared by a thread of its own, for which all callers wait. One that has a
 * transaction open does not wait for ever: it holds a connection, and the thread may be
 * waiting for just that. Such a caller fails after a while; the thread goes on, and has
 * finished when the transaction is repeated.
 */
final class FirstUse {

	private static final long SECONDS_IN_TRANSACTION = 10;

	private final Runnable preparation;

	private volatile boolean prepared;

	private @Nullable CompletableFuture<Void> attempt;

	private @Nullable Thread preparing;

	FirstUse(Runnable preparation) {
		this.preparation = preparation;
	}

	void prepare(boolean inTransaction) {
		if (this.prepared) {
			return;
		}
		CompletableFuture<Void> attempt = attempt();
		if (attempt == null) {
			return;
		}
		try {
			if (inTransaction) {
				attempt.get(SECONDS_IN_TRANSACTION, TimeUnit.SECONDS);
			}
			else {
				attempt.get();
			}
		}
		catch (TimeoutException ex) {
			throw new PersistenceException("The tables of the workflow store are not ready yet. They could not be "
					+ "prepared within " + SECONDS_IN_TRANSACTION + " s of a transaction, which may hold the only "
					+ "connection: repeat the transaction, use the store outside of one first, or give the pool "
					+ "another connection", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PersistenceException("Interrupted while the tables of the workflow store were prepared", ex);
		}
		catch (ExecutionException ex) {
			throw failure(ex);
		}
	}

	/**
	 * Returns the attempt to wait for, which is the one that is under way or a new one;
	 * or {@code null} if the caller is what prepares the store.
	 */
	private synchronized @Nullable CompletableFuture<Void> attempt() {
		if (Thread.currentThread().equals(this.preparing)) {
			return null;
		}
		CompletableFuture<Void> current = this.attempt;
		if (current == null || current.isCompletedExceptionally()) {
			CompletableFuture<Void> next = new CompletableFuture<>();
			Thread thread = new Thread(() -> run(next), "wfe-postgres-first-use");
			thread.setDaemon(true);
			this.attempt = next;
			this.preparing = thread;
			thread.start();
			return next;
		}
		return current;
	}

	private void run(CompletableFuture<Void> attempt) {
		try {
			this.preparation.run();
			this.prepared = true;
			attempt.complete(null);
		}
		catch (Throwable ex) {
			attempt.completeExceptionally(ex);
		}
	}

	/**
	 * The failure is that of all who wait, so it is thrown as it is.
	 */
	private static RuntimeException failure(ExecutionException ex) {
		if (ex.getCause() instanceof RuntimeException cause) {
			return cause;
		}
		if (ex.getCause() instanceof Error cause) {
			throw cause;
		}
		return new PersistenceException("Could not prepare the tables of the workflow store", ex.getCause());
	}

}
