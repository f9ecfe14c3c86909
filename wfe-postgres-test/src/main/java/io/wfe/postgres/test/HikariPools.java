package io.wfe.postgres.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Hikari's pools, if there are any.
 */
final class HikariPools {

	private static final boolean PRESENT = isPresent();

	private HikariPools() {
	}

	private static boolean isPresent() {
		try {
			Class.forName("com.zaxxer.hikari.HikariDataSource", false, HikariPools.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Lets the pool of a data source, if it has one, open new connections instead of
	 * those that are out of date.
	 */
	static void renewConnections(DataSource dataSource, Check upToDate) {
		if (PRESENT) {
			Pool.renewConnections(dataSource, upToDate);
		}
	}

	/**
	 * Tells whether a connection is up to date.
	 */
	@FunctionalInterface
	interface Check {

		boolean passes(Connection connection) throws SQLException;

	}

	/**
	 * Loaded only if Hikari is there.
	 */
	private static final class Pool {

		static void renewConnections(DataSource dataSource, Check upToDate) {
			try {
				if (dataSource.isWrapperFor(HikariDataSource.class)) {
					HikariDataSource hikari = dataSource.unwrap(HikariDataSource.class);
					if (hikari.getHikariPoolMXBean() != null) {
						hikari.getHikariPoolMXBean().softEvictConnections();
						removeOutdated(hikari, upToDate);
					}
				}
			}
			catch (SQLException ex) {
				throw new IllegalStateException("The pool cannot be renewed", ex);
			}
		}

		/**
		 * The pool may have been opening a connection meanwhile, which it adds only now.
		 * Who holds all connections has that one too. No more than a whole pool can have
		 * been on its way.
		 */
		private static void removeOutdated(HikariDataSource pool, Check upToDate) throws SQLException {
			List<Connection> held = new ArrayList<>();
			int removed = 0;
			try {
				while (held.size() < pool.getMaximumPoolSize()) {
					Connection connection = pool.getConnection();
					held.add(connection);
					if (!upToDate.passes(connection)) {
						held.remove(connection);
						pool.evictConnection(connection);
						if (++removed > pool.getMaximumPoolSize()) {
							throw new IllegalStateException("New connections do not have the search path of the test "
									+ "database. Remove the one that their user, their URL or the pool sets");
						}
					}
				}
			}
			finally {
				for (Connection connection : held) {
					connection.close();
				}
			}
		}

	}

}
