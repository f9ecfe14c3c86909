package io.wfe.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.util.ClassUtils;

/**
 * Brings the tables of a store up to date. In order:
 * <ol>
 * <li>A query of the history tells whether there is anything to do, as a rule there is
 * not.
 * <li>Otherwise, in one transaction on one connection: an advisory lock, which other
 * nodes wait for and which ends with the transaction, whatever becomes of this node; the
 * query again, since another node may have been faster; the schema, if it is missing; the
 * changelog.
 * <li>Only then is anything committed. PostgreSQL takes back table definitions too, so a
 * failure or a killed process leaves the store, and Liquibase's own lock row, as they
 * were.
 * <li>What fails because others work on the tables, or create them too, is repeated.
 * </ol>
 * Works on a connection of its own, never in a transaction of a caller, whose rollback
 * would take the tables with it.
 */
final class StoreSchema {

	/**
	 * The newest change set of the changelog.
	 */
	static final int VERSION = 2;

	private static final Logger logger = LoggerFactory.getLogger(StoreSchema.class);

	private static final int OLDEST_SERVER = 14;

	/**
	 * Any number that others are unlikely to use: "wfestore" in ASCII.
	 */
	static final long ADVISORY_LOCK = 0x77666573746F7265L;

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	private static final String RESTART_RUST = "Columns were added to the tables of the workflow store in schema '{}'. "
			+ "Restart all Rust hosts that run on it now, or run them with statement-cache-capacity=0: their cached "
			+ "statements fail with 'cached plan must not change result type', and they drop work";

	private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

	private static final String SCHEMA_EXISTS = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)";

	// Hosts that run keep their leases
	private static final String TRUNCATE = """
			TRUNCATE {workflows}, {definition_sequences}, {execution_pointers}, {events},
				{event_subscriptions}, {execution_errors}, {scheduled_commands} CASCADE
			""";

	private final DataSource dataSource;

	private final TableNames names;

	private final SchemaHistory history;

	private final String truncate;

	StoreSchema(DataSource dataSource, TableNames names) {
		this.dataSource = dataSource;
		this.names = names;
		this.history = new SchemaHistory(names);
		this.truncate = names.resolve(TRUNCATE);
	}

	void ensure() {
		MigrationAttempts attempts = new MigrationAttempts();
		boolean repeat;
		do {
			repeat = false;
			try {
				AtomicBoolean columnsAdded = new AtomicBoolean();
				run("create or upgrade the tables", (connection) -> {
					if (!isUpToDate(connection)) {
						columnsAdded.set(migrate(connection, attempts));
					}
				});
				if (columnsAdded.get()) {
					logger.warn(RESTART_RUST, this.names.schema());
				}
			}
			catch (StoreSchemaException ex) {
				repeat = attempts.repeatAfter(ex);
				if (!repeat) {
					throw ex;
				}
			}
		}
		while (repeat);
	}

	void validate() {
		run("validate the tables", (connection) -> {
			// Who manages the tables by other means need not let this role see the
			// history
			if (this.history.isReadable(connection)) {
				requireNotNewer(connection);
			}
			SchemaCheck.requireComplete(connection, this.names,
					"Have it created or upgraded (wfe.postgres.initialize-schema=always), or "
							+ SchemaSql.instruction(this.names));
		});
	}

	void truncate(Database database) {
		database.execute("empty the tables", this.truncate);
	}

	/**
	 * Returns whether columns were added to tables that were there.
	 */
	private boolean migrate(Connection connection, MigrationAttempts attempts) throws SQLException {
		if (!ClassUtils.isPresent("liquibase.Liquibase", getClass().getClassLoader())) {
			throw new StoreSchemaException(
					"Liquibase, which creates the tables of the store in schema '" + this.names.schema()
							+ "', is not on the class path",
					"Add org.liquibase:liquibase-core, or create the tables yourself and set "
							+ "wfe.postgres.initialize-schema to validate or never",
					null);
		}
		// A large store takes its time, and so may the node that is waited for
		connection.setNetworkTimeout(Runnable::run, 0);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET LOCAL lock_timeout = " + attempts.nodeTimeoutMillis());
			statement.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
			statement.execute("SET LOCAL lock_timeout = " + attempts.tableTimeoutMillis());
			// Liquibase fails if there is none
			statement.execute("SET LOCAL search_path = \"" + this.names.schema() + "\"");
			if (isUpToDate(connection)) {
				return false;
			}
			boolean lacksColumns = SchemaCheck.lacksColumns(connection, this.names);
			if (!this.history.exists(connection) || this.history.version(connection) < VERSION) {
				logger.info("Creating or upgrading the tables of the workflow store in schema '{}'",
						this.names.schema());
				createSchema(statement);
				LiquibaseMigration.run(connection, this.names);
				requireApplied(connection);
			}
			if (this.history.lacksKey(connection)) {
				this.history.addKey(connection);
			}
			return lacksColumns;
		}
	}

	/**
	 * "IF NOT EXISTS" asks for the privilege to create schemas even if the schema exists.
	 */
	private void createSchema(Statement statement) throws SQLException {
		try (PreparedStatement query = statement.getConnection().prepareStatement(SCHEMA_EXISTS)) {
			query.setString(1, this.names.schema());
			try (ResultSet exists = query.executeQuery()) {
				exists.next();
				if (exists.getBoolean(1)) {
					return;
				}
			}
		}
		statement.execute("CREATE SCHEMA \"" + this.names.schema() + "\"");
	}

	/**
	 * Liquibase reads settings from the environment too, and some make it do nothing.
	 */
	private void requireApplied(Connection connection) throws SQLException {
		if (!this.history.exists(connection) || this.history.version(connection) != VERSION) {
			throw new StoreSchemaException(
					"Liquibase has not applied the changelog of the workflow store in schema '" + this.names.schema()
							+ "'; nothing was changed",
					"Remove what tells it not to: environment variables LIQUIBASE_... or system properties "
							+ "liquibase...., or " + SchemaSql.instruction(this.names),
					null);
		}
		SchemaCheck.requireComplete(connection, this.names,
				"Tables of these names were there before, made by another program. Give the store another schema or "
						+ "table prefix, or change those tables; nothing was changed");
	}

	private boolean isUpToDate(Connection connection) throws SQLException {
		if (!this.history.exists(connection)) {
			return false;
		}
		requireNotNewer(connection);
		return this.history.version(connection) >= VERSION && !this.history.lacksKey(connection);
	}

	/**
	 * A newer version may have made of the tables what is not known here, and then
	 * nothing is written to them. If it has only added to them, this node goes on.
	 */
	private void requireNotNewer(Connection connection) throws SQLException {
		if (this.history.oldestCompatible(connection) > VERSION) {
			int version = this.history.version(connection);
			throw new StoreSchemaException(
					"The tables of the workflow store in schema '" + this.names.schema() + "' are of version " + version
							+ ", and this version of the library knows no later one than " + VERSION,
					"Upgrade the library to the version of the application's newest node", null);
		}
	}

	private static void requireServer(Connection connection) throws SQLException {
		String product = connection.getMetaData().getDatabaseProductName();
		int version = connection.getMetaData().getDatabaseMajorVersion();
		if (!"PostgreSQL".equals(product) || version < OLDEST_SERVER) {
			throw new StoreSchemaException(
					"The workflow store needs PostgreSQL " + OLDEST_SERVER + " or newer, but the server is " + product
							+ " " + version,
					"Upgrade the server, or give the store another one: set wfe.postgres.url, or qualify a DataSource "
							+ "with @WfeDataSource",
					null);
		}
	}

	private void run(String purpose, Work work) {
		Connection connection;
		try {
			connection = this.dataSource.getConnection();
		}
		catch (SQLException ex) {
			throw SqlFailures.failure(purpose, this.names.schema(),
					new CannotGetJdbcConnectionException("Failed to obtain JDBC Connection", ex));
		}
		catch (RuntimeException ex) {
			throw noConnection(purpose, ex);
		}
		try (connection) {
			requireServer(connection);
			boolean autoCommit = connection.getAutoCommit();
			int networkTimeout = connection.getNetworkTimeout();
			connection.setAutoCommit(false);
			try {
				if (begin(connection)) {
					CitusTables.requireOnOneNode(connection, this.names);
				}
				work.run(connection);
				connection.commit();
			}
			catch (SQLException | RuntimeException | Error ex) {
				rollBack(connection, autoCommit, networkTimeout, ex);
				throw ex;
			}
			connection.setAutoCommit(autoCommit);
			connection.setNetworkTimeout(Runnable::run, networkTimeout);
		}
		catch (SQLException ex) {
			throw new StoreSchemaException(
					"Could not " + purpose + " of the workflow store in schema '" + this.names.schema()
							+ "'; nothing was changed. SQLSTATE " + ex.getSQLState() + ": " + ex.getMessage(),
					remedy(ex), ex);
		}
	}

	/**
	 * Whatever the pool's default is: what another node has committed must be seen. Both
	 * statements take one round trip.
	 * @return whether the server has Citus
	 */
	private static boolean begin(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(READ_COMMITTED + ";" + CitusTables.IS_CITUS);
			statement.getMoreResults();
			try (ResultSet citus = statement.getResultSet()) {
				return citus.next() && citus.getBoolean(1);
			}
		}
	}

	/**
	 * A data source that routes by the thread, to a tenant say, throws if it finds
	 * nothing there.
	 */
	private StoreSchemaException noConnection(String purpose, RuntimeException ex) {
		return new StoreSchemaException(
				"Could not " + purpose + " of the workflow store in schema '" + this.names.schema()
						+ "', because the DataSource gives no connection here: " + ex.getMessage(),
				"If the DataSource routes by the current thread (AbstractRoutingDataSource), give it a default target, "
						+ "or give the store another DataSource: qualify it with @WfeDataSource, or set "
						+ "wfe.postgres.url. Or set wfe.postgres.startup=lazy, and use the store first outside of a "
						+ "transaction, on a thread that has a target",
				ex);
	}

	/**
	 * On a connection that is broken this fails as well, which must not hide why.
	 */
	private static void rollBack(Connection connection, boolean autoCommit, int networkTimeout, Throwable failure) {
		try {
			connection.rollback();
			connection.setAutoCommit(autoCommit);
			connection.setNetworkTimeout(Runnable::run, networkTimeout);
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
	}

	private String remedy(SQLException failure) {
		return INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())
				? "Grant the user CREATE on the database, or, if the schema exists, make the user the owner of the "
						+ "schema and its tables; or " + SchemaSql.instruction(this.names)
						+ ", and grant the user USAGE on the schema and its sequences, and SELECT, INSERT, UPDATE and "
						+ "DELETE on its tables"
				: "Correct what the server complains about and start again, or " + SchemaSql.instruction(this.names);
	}

	/**
	 * What is done in the transaction.
	 */
	private interface Work {

		void run(Connection connection) throws SQLException;

	}

}
