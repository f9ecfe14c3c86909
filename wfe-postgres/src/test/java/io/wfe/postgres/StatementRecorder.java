package io.wfe.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source that remembers the statements that were prepared.
 */
class StatementRecorder extends DelegatingDataSource {

	private final Set<String> statements = new LinkedHashSet<>();

	StatementRecorder(DataSource target) {
		super(target);
	}

	/**
	 * Returns the statements since the last call.
	 */
	Set<String> take() {
		Set<String> taken = new LinkedHashSet<>(this.statements);
		this.statements.clear();
		return taken;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection target = super.getConnection();
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("prepareStatement")) {
						this.statements.add((String) arguments[0]);
					}
					try {
						return method.invoke(target, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
