package io.wfe.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source that counts what costs a round trip to the server: statements, commits,
 * rollbacks and savepoints.
 */
class StatementCounter extends DelegatingDataSource {

	private static final Set<String> ROUND_TRIPS = Set.of("commit", "rollback", "setSavepoint", "releaseSavepoint");

	private final AtomicInteger roundTrips = new AtomicInteger();

	StatementCounter(DataSource target) {
		super(target);
	}

	/**
	 * Returns the number of round trips since the last call.
	 */
	int take() {
		return this.roundTrips.getAndSet(0);
	}

	@Override
	public Connection getConnection() throws SQLException {
		return counted(super.getConnection(), Connection.class);
	}

	private <T> T counted(T target, Class<T> type) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					if (method.getName().startsWith("execute") || ROUND_TRIPS.contains(method.getName())) {
						this.roundTrips.incrementAndGet();
					}
					try {
						@Nullable Object result = method.invoke(target, arguments);
						return (result instanceof PreparedStatement statement)
								? counted(statement, PreparedStatement.class) : result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				}));
	}

}
