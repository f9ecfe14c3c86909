package io.wfe.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Makes a transaction that was just begun READ COMMITTED, whatever the default of the
 * database, of the role or of the pool is.
 * <p>
 * The default belongs to the session, so a connection is asked for it once. Where it is
 * READ COMMITTED nothing more is sent.
 */
final class ReadCommitted {

	private static final String SET = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

	private final Map<Connection, Boolean> byDefault = Collections.synchronizedMap(new WeakHashMap<>());

	void require(JdbcOperations jdbc) {
		jdbc.execute((ConnectionCallback<Boolean>) (connection) -> {
			if (!isDefault(connection)) {
				try (Statement statement = connection.createStatement()) {
					statement.execute(SET);
				}
			}
			return true;
		});
	}

	/**
	 * A connection that does not show that of the driver is told in each transaction.
	 */
	private boolean isDefault(Connection connection) throws SQLException {
		if (!connection.isWrapperFor(Connection.class)) {
			return false;
		}
		Connection session = connection.unwrap(Connection.class);
		Boolean known = this.byDefault.get(session);
		if (known == null) {
			known = session.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED;
			this.byDefault.put(session, known);
		}
		return known;
	}

}
