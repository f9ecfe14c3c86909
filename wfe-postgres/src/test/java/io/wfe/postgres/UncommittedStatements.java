package io.wfe.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source of one connection that commits nothing, so that what was done can be
 * taken back, and done again under {@code EXPLAIN}.
 */
final class UncommittedStatements extends DelegatingDataSource implements AutoCloseable {

	private static final Set<String> LEFT_OUT = Set.of("commit", "rollback", "setAutoCommit", "close");

	private final Connection connection;

	UncommittedStatements(DataSource target) throws SQLException {
		super(target);
		this.connection = target.getConnection();
		this.connection.setAutoCommit(false);
	}

	void takeBack() throws SQLException {
		this.connection.rollback();
	}

	@Override
	public Connection getConnection() {
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (LEFT_OUT.contains(method.getName())) {
						return null;
					}
					if (method.getName().equals("getAutoCommit")) {
						return true;
					}
					try {
						return method.invoke(this.connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
