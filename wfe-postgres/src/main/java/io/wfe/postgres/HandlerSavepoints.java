package io.wfe.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes back what a failing handler has written, and keeps what the other handlers of its
 * transaction have: by a savepoint before each.
 * <p>
 * A savepoint costs two round trips, which is most of the cost of a command whose handler
 * does not use the transaction. So the first one waits until a handler takes the
 * transaction's connection; from then on there is one before each handler, as statements
 * may have been kept that do not ask for the connection again.
 */
final class HandlerSavepoints implements AutoCloseable {

	private final TransactionStatus status;

	private final DataSource dataSource;

	private final @Nullable ConnectionHolder original;

	private final @Nullable ConnectionHolder watched;

	private boolean used;

	private @Nullable Object savepoint;

	private HandlerSavepoints(TransactionStatus status, DataSource dataSource, @Nullable ConnectionHolder original) {
		this.status = status;
		this.dataSource = dataSource;
		this.original = original;
		this.watched = (original != null) ? watch(original) : null;
		this.used = (this.watched == null);
	}

	/**
	 * A savepoint before each handler.
	 */
	static HandlerSavepoints always(TransactionStatus status, DataSource dataSource) {
		return new HandlerSavepoints(status, dataSource, null);
	}

	/**
	 * Savepoints from the first use of the connection on.
	 * @param status a transaction that was begun for the handlers and is Spring's for
	 * JDBC, whose connection nobody else can know of
	 */
	static HandlerSavepoints onceUsed(TransactionStatus status, DataSource dataSource) {
		Object resource = TransactionSynchronizationManager.getResource(dataSource);
		return new HandlerSavepoints(status, dataSource, (resource instanceof ConnectionHolder holder) ? holder : null);
	}

	private ConnectionHolder watch(ConnectionHolder holder) {
		Connection connection = holder.getConnection();
		Connection proxy = (Connection) Proxy.newProxyInstance(HandlerSavepoints.class.getClassLoader(),
				new Class<?>[] { Connection.class },
				(self, method, arguments) -> invoke(self, connection, method, arguments));
		ConnectionHolder watching = new ConnectionHolder(proxy, true);
		watching.setSynchronizedWithTransaction(true);
		if (holder.hasTimeout()) {
			watching.setTimeoutInMillis(holder.getTimeToLiveInMillis());
		}
		TransactionSynchronizationManager.unbindResource(this.dataSource);
		TransactionSynchronizationManager.bindResource(this.dataSource, watching);
		return watching;
	}

	private @Nullable Object invoke(Object self, Connection connection, Method method, Object @Nullable [] arguments)
			throws Throwable {
		if (method.getName().equals("equals") && arguments != null) {
			return self == arguments[0];
		}
		if (method.getName().equals("hashCode")) {
			return System.identityHashCode(self);
		}
		if (!this.used) {
			this.used = true;
			this.savepoint = createForStatement();
		}
		try {
			return method.invoke(connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * The handler is told as it would be if its statement itself had failed.
	 */
	private Object createForStatement() throws SQLException {
		try {
			return this.status.createSavepoint();
		}
		catch (TransactionException ex) {
			throw (ex.getCause() instanceof SQLException cause) ? cause
					: new SQLException("Could not create a savepoint", ex);
		}
	}

	/**
	 * Runs a handler. What it has written is taken back if it fails. The transaction is
	 * to be rolled back only if that was not possible.
	 * @throws PersistenceException if the transaction is lost
	 */
	void run(Runnable handler) {
		this.savepoint = null;
		if (this.used) {
			create();
		}
		try {
			handler.run();
			Object kept = this.savepoint;
			if (kept != null) {
				onTransaction(() -> this.status.releaseSavepoint(kept));
			}
		}
		catch (RuntimeException | Error ex) {
			takeBack(ex);
			throw ex;
		}
	}

	private void create() {
		try {
			onTransaction(() -> this.savepoint = this.status.createSavepoint());
		}
		catch (PersistenceException ex) {
			this.status.setRollbackOnly();
			throw ex;
		}
	}

	private void takeBack(Throwable failure) {
		try {
			Object begin = this.savepoint;
			if (begin != null) {
				onTransaction(() -> this.status.rollbackToSavepoint(begin));
			}
			if (this.watched != null) {
				this.watched.resetRollbackOnly();
			}
		}
		catch (PersistenceException ex) {
			failure.addSuppressed(ex);
			this.status.setRollbackOnly();
		}
	}

	private void onTransaction(Runnable action) {
		try {
			action.run();
		}
		catch (TransactionException ex) {
			throw Database.failure("process commands", null, ex);
		}
	}

	/**
	 * Gives the transaction its own connection back.
	 */
	@Override
	public void close() {
		if (this.original == null || this.watched == null) {
			return;
		}
		TransactionSynchronizationManager.unbindResource(this.dataSource);
		TransactionSynchronizationManager.bindResource(this.dataSource, this.original);
		if (this.watched.isRollbackOnly()) {
			this.original.setRollbackOnly();
		}
	}

}
