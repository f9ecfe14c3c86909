package io.wfe.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.logging.Level;

import liquibase.Contexts;
import liquibase.GlobalConfiguration;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.changelog.FastCheckService;
import liquibase.database.ObjectQuotingStrategy;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.executor.ExecutorService;
import liquibase.executor.jvm.ColumnMapRowMapper;
import liquibase.executor.jvm.JdbcExecutor;
import liquibase.executor.jvm.RowMapper;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the changelog by Liquibase. The only class that knows of Liquibase, so that it
 * may be missing where it is not needed.
 * <p>
 * Liquibase neither prints nor calls home here: its messages are logged at debug level,
 * and its analytics are off.
 */
final class LiquibaseMigration {

	/**
	 * Not below db/changelog, where applications include all files they find.
	 */
	static final String CHANGELOG = "io/wfe/postgres/changelog/wfe-postgres.changelog.xml";

	private static final Logger logger = LoggerFactory.getLogger(LiquibaseMigration.class);

	private static final String JDBC = "jdbc";

	private LiquibaseMigration() {
	}

	/**
	 * Applies what is missing, in the transaction that is open on a connection.
	 */
	static void run(Connection connection, TableNames names) throws SQLException {
		Map<String, Object> scope = Map.of(Scope.Attr.logService.name(), new DebugLogService(), Scope.Attr.ui.name(),
				new LoggerUIService(), AnalyticsArgs.ENABLED.getKey(), false,
				GlobalConfiguration.PRESERVE_SCHEMA_CASE.getKey(), true);
		try {
			Scope.child(scope, () -> update(connection, names));
		}
		catch (Exception ex) {
			throw unwrapped(ex, names);
		}
	}

	private static void update(Connection connection, TableNames names) throws LiquibaseException, SQLException {
		// Remembers by URL and schema, not by table prefix, what is up to date
		Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
		StoreDatabase database = new StoreDatabase(names);
		database.setConnection(new JdbcConnection(NestedTransactions.on(connection)));
		database.setDefaultSchemaName(names.schema());
		database.setLiquibaseSchemaName(names.schema());
		ExecutorService executors = Scope.getCurrentScope().getSingleton(ExecutorService.class);
		executors.setExecutor(JDBC, database, new StoreExecutor(database));
		try (Liquibase liquibase = new Liquibase(CHANGELOG, new StoreChangelog(names), database)) {
			liquibase.setShowSummary(UpdateSummaryEnum.OFF);
			// The advisory lock is held, so this is one that was left behind by a killed
			// process of others, and Liquibase would wait for it in vain
			liquibase.forceReleaseLocks();
			liquibase.update(new Contexts());
		}
		finally {
			executors.clearExecutor(JDBC, database);
		}
	}

	private static SQLException unwrapped(Exception ex, TableNames names) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sqlException) {
				return sqlException;
			}
		}
		throw new StoreSchemaException(
				"Liquibase could not apply the changelog of the workflow store to schema '" + names.schema()
						+ "'; nothing was changed",
				"The cause says why. Correct it, or " + SchemaSql.instruction(names), ex);
	}

	/**
	 * Takes the names of the history's tables as they are. Liquibase takes names for the
	 * same that differ only in case.
	 */
	private static final class StoreDatabase extends PostgresDatabase {

		private final TableNames names;

		StoreDatabase(TableNames names) {
			this.names = names;
			setObjectQuotingStrategy(ObjectQuotingStrategy.QUOTE_ALL_OBJECTS);
		}

		@Override
		public String getDatabaseChangeLogTableName() {
			return this.names.prefix() + SchemaHistory.TABLE;
		}

		@Override
		public String getDatabaseChangeLogLockTableName() {
			return this.names.prefix() + SchemaHistory.LOCK_TABLE;
		}

		@Override
		public boolean isCaseSensitive() {
			return true;
		}

	}

	/**
	 * Reads columns by their names in upper case, as Liquibase asks for those of its
	 * history. It would ask in vain, since it reads them as they are where names differ
	 * in case.
	 */
	private static final class StoreExecutor extends JdbcExecutor {

		StoreExecutor(StoreDatabase database) {
			setDatabase(database);
		}

		@Override
		protected RowMapper getColumnMapRowMapper() {
			return new ColumnMapRowMapper(false);
		}

	}

	/**
	 * Logs all that Liquibase has to say at debug level.
	 */
	private static final class DebugLogService extends AbstractLogService {

		private static final DebugLogger LOGGER = new DebugLogger();

		@Override
		public int getPriority() {
			return PRIORITY_NOT_APPLICABLE;
		}

		@Override
		@SuppressWarnings("rawtypes")
		public liquibase.logging.Logger getLog(Class type) {
			return LOGGER;
		}

	}

	/**
	 * Logs one class of Liquibase.
	 */
	private static final class DebugLogger extends AbstractLogger {

		@Override
		public void log(Level level, @Nullable String message, @Nullable Throwable ex) {
			if (!Level.OFF.equals(level)) {
				// Liquibase shows the URL of the connection
				logger.debug((message != null) ? PostgresUrl.maskUrls(message) : null, ex);
			}
		}

		@Override
		public void close() {
			// Has nothing to close
		}

	}

}
