package io.wfe.postgres;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.wfe.core.WfeException;
import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a store when it is used for the first time: once, and again after a failure.
 * <p>
 * The first caller prepares it on its own thread, because a data source may look at the
 * thread, and the others wait. A caller that has a transaction open leaves it to a new
 * thread, because its rollback would take the tables back. Such a caller does not wait
 * for ever: it holds a connection, and the new thread may be waiting for just that. It
 * fails after a while; the thread goes on, and has finished when the transaction is
 * repeated.
 */
final class FirstUse {

	private static final long SECONDS_IN_TRANSACTION = 10;

	private static final String OUTSIDE = "use the store outside of a transaction first, or prepare its tables when "
			+ "the application starts (wfe.postgres.startup=eager)";

	private final Runnable preparation;

	private final Object monitor = new Object();

	private volatile boolean prepared;

	private @Nullable CompletableFuture<Void> attempt;

	private @Nullable Thread preparing;

	FirstUse(Runnable preparation) {
		this.preparation = preparation;
	}

	void prepare(boolean inTransaction) {
		// What prepares the store uses it
		if (this.prepared || isPreparing()) {
			return;
		}
		CompletableFuture<Void> own = new CompletableFuture<>();
		CompletableFuture<Void> current = begin(own);
		if (current != own) {
			await(current, inTransaction);
		}
		else if (inTransaction) {
			start(own);
			await(own, true);
		}
		else {
			run(own);
			await(own, false);
		}
	}

	private boolean isPreparing() {
		synchronized (this.monitor) {
			return Thread.currentThread().equals(this.preparing);
		}
	}

	/**
	 * Returns the attempt that is under way, or makes the given one that.
	 */
	private CompletableFuture<Void> begin(CompletableFuture<Void> next) {
		synchronized (this.monitor) {
			CompletableFuture<Void> current = this.attempt;
			if (current != null && !current.isCompletedExceptionally()) {
				return current;
			}
			this.attempt = next;
			return next;
		}
	}

	/**
	 * Others may wait already, so they are told if the thread cannot be started.
	 */
	private void start(CompletableFuture<Void> attempt) {
		try {
			Thread thread = new Thread(() -> runElsewhere(attempt), "wfe-postgres-first-use");
			thread.setDaemon(true);
			thread.start();
		}
		catch (Throwable ex) {
			attempt.completeExceptionally(new PersistenceException("The tables of the workflow store could not be "
					+ "prepared, because no second thread could be started beside the caller's transaction: " + OUTSIDE,
					ex));
		}
	}

	// Its failure is passed on
	@SuppressWarnings("FutureReturnValueIgnored")
	private void runElsewhere(CompletableFuture<Void> attempt) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		run(result);
		result.whenComplete((done, failure) -> {
			if (failure == null) {
				attempt.complete(null);
			}
			else {
				attempt.completeExceptionally((failure instanceof WfeException) ? failure
						: new PersistenceException("The tables of the workflow store could not be prepared on a thread "
								+ "beside the caller's transaction. If the DataSource looks at the "
								+ "thread, for example to route to a tenant, " + OUTSIDE, failure));
			}
		});
	}

	private void run(CompletableFuture<Void> attempt) {
		setPreparing(Thread.currentThread());
		try {
			this.preparation.run();
			this.prepared = true;
			attempt.complete(null);
		}
		catch (Throwable ex) {
			attempt.completeExceptionally(ex);
		}
		finally {
			setPreparing(null);
		}
	}

	private void setPreparing(@Nullable Thread thread) {
		synchronized (this.monitor) {
			this.preparing = thread;
		}
	}

	private static void await(CompletableFuture<Void> attempt, boolean inTransaction) {
		try {
			if (inTransaction) {
				attempt.get(SECONDS_IN_TRANSACTION, TimeUnit.SECONDS);
			}
			else {
				attempt.get();
			}
		}
		catch (TimeoutException ex) {
			throw new PersistenceException(
					"The tables of the workflow store are not ready yet. They could not be " + "prepared within "
							+ SECONDS_IN_TRANSACTION + " s of a transaction, which may hold the only "
							+ "connection: repeat the transaction, give the pool another connection, or " + OUTSIDE,
					ex);
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
