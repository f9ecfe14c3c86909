package io.wfe.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionHolder;
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
			this.savepoint = this.status.createSavepoint();
		}
		try {
			return method.invoke(connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Runs a handler. What it has written is taken back if it fails.
	 */
	void run(Runnable handler) {
		this.savepoint = this.used ? this.status.createSavepoint() : null;
		try {
			handler.run();
			if (this.savepoint != null) {
				this.status.releaseSavepoint(this.savepoint);
			}
		}
		catch (RuntimeException | Error ex) {
			if (this.savepoint != null) {
				this.status.rollbackToSavepoint(this.savepoint);
			}
			if (this.watched != null) {
				this.watched.resetRollbackOnly();
			}
			throw ex;
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
