package io.wfe.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import io.wfe.core.persistence.WakeUps;
import io.wfe.core.support.BackgroundLoop;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes hosts by {@code NOTIFY}. Each store has a channel of its own.
 * <p>
 * Who listens holds one connection of the pool as long as it does. It has to be one to
 * the server: PgBouncer in transaction mode passes no notification on.
 */
final class PostgresWakeUps implements WakeUps {

	private static final Logger logger = LoggerFactory.getLogger(PostgresWakeUps.class);

	private static final String NOTIFY = "SELECT pg_notify(?, '')";

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final int WAIT_MILLIS = 250;

	private static final Duration END = Duration.ofSeconds(5);

	private final Database database;

	private final DataSource dataSource;

	private final String channel;

	PostgresWakeUps(Database database, DataSource dataSource, TableNames names) {
		this.database = database;
		this.dataSource = dataSource;
		// The names may be as long as a channel already
		this.channel = "wfe_" + UUID.nameUUIDFromBytes(names.qualified("workflows").getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void signal() {
		this.database.queryApart("wake hosts", null, NOTIFY, (parameters) -> parameters.text(this.channel),
				(resultSet) -> true);
	}

	@Override
	public AutoCloseable listen(Runnable listener) {
		BackgroundLoop loop = BackgroundLoop.every(RETRY, "wfe-postgres-listen",
				(stopping) -> listen(listener, stopping), new Failures());
		loop.start();
		loop.wake();
		return () -> loop.stopNow(END);
	}

	/**
	 * What came before counts as a signal. A connection that still works goes back to the
	 * pool as it was.
	 */
	private void listen(Runnable listener, BooleanSupplier stopping) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			execute(connection, "LISTEN \"" + this.channel + "\"");
			try {
				listener.run();
				PGConnection session = connection.unwrap(PGConnection.class);
				while (!stopping.getAsBoolean()) {
					if (session.getNotifications(WAIT_MILLIS).length > 0) {
						listener.run();
					}
				}
			}
			finally {
				execute(connection, "UNLISTEN \"" + this.channel + "\"");
				connection.setAutoCommit(autoCommit);
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Logs once that nobody can be woken, and once that it works again.
	 */
	private static final class Failures implements BackgroundLoop.Failures {

		@Override
		public void failed(Throwable failure, boolean first) {
			if (first) {
				logger.warn("Could not listen to other hosts of the workflow store. Until it works again, work is "
						+ "found by polling", failure);
			}
		}

		@Override
		public void recovered() {
			logger.info("Listening to other hosts of the workflow store again");
		}

	}

}
