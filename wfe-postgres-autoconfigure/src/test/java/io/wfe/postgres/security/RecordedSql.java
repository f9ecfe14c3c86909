package io.wfe.postgres.security;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source that remembers all SQL that reaches its connections, prepared or not.
 */
final class RecordedSql extends DelegatingDataSource {

	private final Set<String> statements = new TreeSet<>();

	RecordedSql(DataSource target) {
		super(target);
	}

	/**
	 * Returns the SQL since the last call.
	 */
	Set<String> take() {
		Set<String> taken = new TreeSet<>(this.statements);
		this.statements.clear();
		return taken;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return watched(Connection.class, super.getConnection());
	}

	private <T> T watched(Class<T> type, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql
						&& (method.getName().startsWith("prepare") || method.getName().startsWith("execute")
								|| method.getName().equals("addBatch"))) {
					this.statements.add(sql);
				}
				try {
					Object result = method.invoke(target, arguments);
					return method.getName().equals("createStatement") ? watched(Statement.class, (Statement) result)
							: result;
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}));
	}

}
