package io.wfe.engine.host;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;

/**
 * A store on a database of its own.
 */
final class PostgresStore implements StoreUnderTest {

	private final TestDatabase database = TestPostgres.createDatabase();

	private final HikariDataSource pool;

	private final PersistenceProvider provider;

	PostgresStore() {
		this((pool, builder) -> builder);
	}

	PostgresStore(
			BiFunction<HikariDataSource, PostgresPersistenceProvider.Builder, PostgresPersistenceProvider.Builder> settings) {
		this.pool = open();
		this.provider = settings.apply(this.pool, PostgresPersistenceProvider.builder(this.pool)).build();
		this.provider.ensureStoreExists();
	}

	private HikariDataSource open() {
		HikariDataSource opened = new HikariDataSource();
		opened.setJdbcUrl(this.database.jdbcUrl());
		opened.setUsername(this.database.username());
		opened.setPassword(this.database.password());
		opened.setMaximumPoolSize(10);
		return opened;
	}

	@Override
	public PersistenceProvider provider() {
		return this.provider;
	}

	/**
	 * Returns all rows of all tables of the store, as text.
	 */
	List<String> rows() {
		try (Connection connection = this.pool.getConnection()) {
			List<String> rows = new ArrayList<>();
			for (String table : column(connection, """
					SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
					WHERE table_schema = 'wfc' AND table_name NOT LIKE 'databasechangelog%'
					""")) {
				rows.addAll(column(connection, "SELECT t::text FROM " + table + " t"));
			}
			return rows;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs a query of one column, as text.
	 */
	List<String> query(String sql) {
		try (Connection connection = this.pool.getConnection()) {
			return column(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs statements.
	 */
	void execute(String sql) {
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Closes the pool, as an application may do by mistake.
	 */
	void closePool() {
		this.pool.close();
	}

	/**
	 * Opens the same store by a pool of its own. It is closed before this one.
	 */
	StoreUnderTest reopen() {
		HikariDataSource again = open();
		PersistenceProvider other = PostgresPersistenceProvider.builder(again).build();
		return new StoreUnderTest() {

			@Override
			public PersistenceProvider provider() {
				return other;
			}

			@Override
			public void close() {
				again.close();
			}

		};
	}

	private static List<String> column(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (result.next()) {
				values.add(result.getString(1));
			}
			return values;
		}
	}

	@Override
	public void close() {
		this.pool.close();
		this.database.close();
	}

}
