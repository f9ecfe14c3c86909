package io.wfe.postgres.test;

import java.sql.SQLException;

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
	 * Lets the pool of a data source, if it has one, open new connections.
	 */
	static void renewConnections(DataSource dataSource) {
		if (PRESENT) {
			Pool.renewConnections(dataSource);
		}
	}

	/**
	 * Loaded only if Hikari is there.
	 */
	private static final class Pool {

		static void renewConnections(DataSource dataSource) {
			try {
				if (dataSource.isWrapperFor(HikariDataSource.class)) {
					HikariDataSource hikari = dataSource.unwrap(HikariDataSource.class);
					if (hikari.getHikariPoolMXBean() != null) {
						hikari.getHikariPoolMXBean().softEvictConnections();
					}
				}
			}
			catch (SQLException ex) {
				throw new IllegalStateException("The pool cannot be renewed", ex);
			}
		}

	}

}
