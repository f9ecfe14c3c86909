package io.wfe.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;

/**
 * Takes back what a failing handler has done in a transaction, and keeps what the other
 * handlers of the transaction have done, as if each had a transaction of its own: what it
 * has written, by a savepoint before each; that it has marked the transaction as
 * rollback-only; what it wants to be called back for.
 * <p>
 * A savepoint costs two round trips, which is most of the cost of a command whose handler
 * does not use the transaction. So the first one waits until a handler takes the
 * transaction's connection; from then on there is one before each handler, as statements
 * may have been kept that do not ask for the connection again.
 */
final class HandlerSavepoints implements AutoCloseable {

	/**
	 * Spring counts its savepoints, each holder of a connection for itself. A handler's
	 * own one must not get the name of ours, which it would hide.
	 */
	private static final String SAVEPOINT = "wfe_handler";

	private static final String PROCESS = "process commands";

	private final TransactionStatus status;

	private final CallerTransaction transaction;

	private final ConnectionHolder original;

	private final Connection connection;

	/**
	 * What handlers find in the place of the original.
	 */
	private final ConnectionHolder holder;

	private boolean used;

	private @Nullable Savepoint savepoint;

	private HandlerSavepoints(TransactionStatus status, CallerTransaction transaction, ConnectionHolder original) {
		this.status = status;
		this.transaction = transaction;
		this.original = original;
		this.connection = original.getConnection();
		// Somebody may hold the connection of a transaction that others have begun
		this.used = !status.isNewTransaction();
		this.holder = this.used ? original : watch(original);
	}

	/**
	 * Returns the savepoints for handlers in the transaction of this thread.
	 * @param status the transaction
	 * @param transaction tells its connection
	 * @return the savepoints, or {@code null} if there can be none: those of JPA do not
	 * take back what an {@code EntityManager} has not written yet, and JTA has none
	 */
	static @Nullable HandlerSavepoints of(TransactionStatus status, CallerTransaction transaction) {
		ConnectionHolder holder = transaction.jdbcTransaction();
		return (holder != null) ? new HandlerSavepoints(status, transaction, holder) : null;
	}

	private ConnectionHolder watch(ConnectionHolder holder) {
		Connection proxy = (Connection) Proxy.newProxyInstance(HandlerSavepoints.class.getClassLoader(),
				new Class<?>[] { Connection.class }, this::invoke);
		ConnectionHolder watching = new ConnectionHolder(proxy, true);
		watching.setSynchronizedWithTransaction(true);
		if (holder.hasTimeout()) {
			watching.setTimeoutInMillis(holder.getTimeToLiveInMillis());
		}
		this.transaction.replace(holder, watching);
		return watching;
	}

	private @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.getName().equals("equals") && arguments != null) {
			return self == arguments[0];
		}
		if (method.getName().equals("hashCode")) {
			return System.identityHashCode(self);
		}
		if (!this.used) {
			// If this fails the handler is told as if its statement had failed
			this.used = true;
			this.savepoint = this.connection.setSavepoint(SAVEPOINT);
		}
		try {
			return method.invoke(this.connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Runs a handler. What it has done is taken back if it fails. The transaction is to
	 * be rolled back only if that was not possible.
	 * @throws PersistenceException if the handler has marked the transaction as
	 * rollback-only, or the transaction is lost
	 */
	void run(Runnable handler) {
		boolean doomed = this.holder.isRollbackOnly();
		HandlerCallbacks callbacks = new HandlerCallbacks();
		this.savepoint = null;
		if (this.used) {
			create();
		}
		try {
			handler.run();
			if (!doomed && this.holder.isRollbackOnly()) {
				throw SqlFailures.failure(PROCESS, null, new UnexpectedRollbackException(
						"Transaction silently rolled back because it has been marked as rollback-only"));
			}
			release();
		}
		catch (Throwable ex) {
			takeBack(ex);
			if (!doomed) {
				this.holder.resetRollbackOnly();
			}
			callbacks.rollBack();
			throw ex;
		}
	}

	private void create() {
		try {
			this.savepoint = this.connection.setSavepoint(SAVEPOINT);
		}
		catch (SQLException ex) {
			this.status.setRollbackOnly();
			throw failure("set", ex);
		}
	}

	private void release() {
		Savepoint kept = this.savepoint;
		if (kept != null) {
			try {
				this.connection.releaseSavepoint(kept);
			}
			catch (SQLException ex) {
				throw failure("release", ex);
			}
		}
	}

	private void takeBack(Throwable failure) {
		Savepoint begin = this.savepoint;
		if (begin == null) {
			return;
		}
		try {
			this.connection.rollback(begin);
			this.connection.releaseSavepoint(begin);
		}
		catch (SQLException ex) {
			failure.addSuppressed(failure("go back to", ex));
			this.status.setRollbackOnly();
		}
	}

	private static PersistenceException failure(String task, SQLException ex) {
		return SqlFailures.failure(PROCESS, null,
				new UncategorizedSQLException("Could not " + task + " the savepoint before a handler", null, ex));
	}

	/**
	 * Gives the transaction its own connection back.
	 */
	@Override
	public void close() {
		if (this.holder == this.original) {
			return;
		}
		this.transaction.replace(this.holder, this.original);
		if (this.holder.isRollbackOnly()) {
			this.original.setRollbackOnly();
		}
	}

}
