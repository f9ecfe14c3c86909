package io.wfe.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

import org.jspecify.annotations.Nullable;

/**
 * A connection whose commits and rollbacks reach no further than to the last of them,
 * inside one outer transaction that is ended by somebody else. Lends a connection to code
 * that commits, such as Liquibase, and yet has all of it take effect at once or not at
 * all.
 */
final class NestedTransactions implements InvocationHandler {

	private final Connection connection;

	private @Nullable Savepoint last;

	private NestedTransactions(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Returns a view of a connection that has a transaction open. Closing the view does
	 * nothing.
	 */
	static Connection on(Connection connection) throws SQLException {
		NestedTransactions handler = new NestedTransactions(connection);
		handler.begin();
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, handler);
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		int parameters = method.getParameterCount();
		switch (method.getName()) {
			case "commit" -> {
				begin();
				return null;
			}
			case "rollback" -> {
				if (parameters == 0) {
					this.connection.rollback(this.last);
					return null;
				}
			}
			case "setAutoCommit", "close" -> {
				return null;
			}
			case "equals" -> {
				return arguments != null && proxy == arguments[0];
			}
			case "hashCode" -> {
				return System.identityHashCode(proxy);
			}
			default -> {
				// All else is done by the connection
			}
		}
		try {
			return method.invoke(this.connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private void begin() throws SQLException {
		if (this.last != null) {
			this.connection.releaseSavepoint(this.last);
		}
		this.last = this.connection.setSavepoint();
	}

}
