package io.wfe.postgres.test;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The time that a test database tells a workflow store. The store goes by the clock of
 * its database, so a test that wants to be three days later sets this one. <pre>{@code
 * DatabaseTime time = DatabaseTime.of(dataSource);
 * time.set(Instant.parse("2050-01-01T12:00:00Z"));
 * ...
 * time.reset();
 * }</pre>
 * <p>
 * The time stands still once it is set. {@code WorkflowTester} of {@code wfe-engine-test}
 * does all this by itself.
 * <p>
 * How it works: the functions {@code clock_timestamp()} and {@code statement_timestamp()}
 * are there a second time, in the schema {@code wfe_test_time}, which the search path of
 * the database names before {@code pg_catalog}. The store is the same as in production,
 * and so are its statements. Your own statements see the time of the test if they call
 * one of the two; {@code now()} and {@code CURRENT_TIMESTAMP} tell the real one.
 *
 * @since 0.1.0
 */
public final class DatabaseTime {

	private static final String SCHEMA = "wfe_test_time";

	private static final String INSTALL = """
			CREATE SCHEMA IF NOT EXISTS {schema};
			CREATE TABLE IF NOT EXISTS {schema}.told (time timestamptz);
			CREATE OR REPLACE FUNCTION {schema}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
				AS 'SELECT coalesce((SELECT time FROM {schema}.told), pg_catalog.clock_timestamp())';
			CREATE OR REPLACE FUNCTION {schema}.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
				AS 'SELECT coalesce((SELECT time FROM {schema}.told), pg_catalog.statement_timestamp())';
			GRANT USAGE ON SCHEMA {schema} TO PUBLIC;
			GRANT SELECT ON {schema}.told TO PUBLIC;
			DO $$ BEGIN
				EXECUTE format('ALTER DATABASE %I SET search_path = "$user", public, {schema}, pg_catalog',
					current_database());
			END $$""".replace("{schema}", SCHEMA);

	private static final String TELL = """
			WITH before AS (DELETE FROM {schema}.told)
			INSERT INTO {schema}.told SELECT ?::timestamptz WHERE ?::timestamptz IS NOT NULL""".replace("{schema}",
			SCHEMA);

	private final DataSource dataSource;

	private DatabaseTime(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Returns the time of a database that {@link TestPostgres} has created in this JVM.
	 * Connections that were opened before, outside of a Hikari pool, go on with the real
	 * time.
	 * @param dataSource where the connections to the database come from
	 * @return its time, which is the real one until it is set
	 * @throws IllegalStateException if the database is another one, which may not be for
	 * tests only
	 */
	public static DatabaseTime of(DataSource dataSource) {
		String name = query(dataSource, "SELECT current_database()");
		if (!TestPostgres.isCreatedHere(name)) {
			throw new IllegalStateException("Database '" + name + "' was not created by TestPostgres, so its time is "
					+ "left alone. If it is for tests only, call DatabaseTime.ofTestsOnly(dataSource)");
		}
		return ofTestsOnly(dataSource);
	}

	/**
	 * Returns the time of any database, such as one in a container of the test. Everybody
	 * who connects to it has this time, and its search path is changed for good.
	 * @param dataSource where the connections to the database come from; its user needs
	 * to own the database
	 * @return its time, which is the real one until it is set
	 */
	public static DatabaseTime ofTestsOnly(DataSource dataSource) {
		Objects.requireNonNull(dataSource, "dataSource");
		String path = query(dataSource, "SHOW search_path");
		if (!path.contains(SCHEMA)) {
			execute(dataSource, INSTALL);
			HikariPools.renewConnections(dataSource,
					(connection) -> query(connection, "SHOW search_path").contains(SCHEMA));
		}
		return new DatabaseTime(dataSource);
	}

	/**
	 * Tells whether {@link #of} takes a database.
	 * @param dataSource where the connections to the database come from
	 * @return whether {@link TestPostgres} has created it in this JVM
	 */
	public static boolean isSupported(DataSource dataSource) {
		return TestPostgres.isCreatedHere(query(dataSource, "SELECT current_database()"));
	}

	/**
	 * Sets the time, which stands still from now on.
	 * @param time the time
	 */
	public void set(Instant time) {
		tell(Objects.requireNonNull(time, "time").atOffset(ZoneOffset.UTC));
	}

	/**
	 * Lets the database tell the real time again.
	 */
	public void reset() {
		tell(null);
	}

	private void tell(@Nullable OffsetDateTime time) {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(TELL)) {
			statement.setObject(1, time);
			statement.setObject(2, time);
			statement.executeUpdate();
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The time of the test database cannot be set", ex);
		}
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getString(1);
		}
	}

	private static String query(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection()) {
			return query(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test database cannot be asked: " + sql, ex);
		}
	}

	private static void execute(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The time of the test database cannot be set up. Does the user own it?",
					ex);
		}
	}

}
