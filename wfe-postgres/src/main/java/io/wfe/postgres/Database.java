package io.wfe.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the statements of the store: in the transaction of the caller where there is one,
 * else on their own, with what PostgreSQL asks to be repeated repeated.
 */
final class Database {

	private static final Logger logger = LoggerFactory.getLogger(Database.class);

	private static final int MAX_ATTEMPTS = 10;

	private static final long BACKOFF_MILLIS = 5;

	/**
	 * Serialization failure and deadlock: the transaction was rolled back and is to be
	 * repeated (PostgreSQL documentation, "Serialization Failure Handling").
	 */
	private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

	private static final String EXHAUSTED = ": no connection of the pool became free in time. "
			+ "Look for transactions and handlers that take long, or make the pool larger";

	static final Binder NO_PARAMETERS = (parameters) -> {
	};

	private final DataSource dataSource;

	private final JdbcOperations jdbc;

	private final TransactionOperations transactions;

	private final @Nullable FirstUse firstUse;

	private volatile @Nullable Boolean autoCommit;

	Database(DataSource dataSource, JdbcOperations jdbc, TransactionOperations transactions,
			@Nullable FirstUse firstUse) {
		this.dataSource = dataSource;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.firstUse = firstUse;
	}

	/**
	 * Runs one query.
	 */
	<T extends @Nullable Object> T query(String operation, @Nullable String id, String sql, Binder binder,
			ResultSetExtractor<T> reader) {
		return call(operation, id, (jdbc) -> jdbc.query(sql, setter(binder), reader));
	}

	/**
	 * Runs one query that returns a list.
	 */
	<T> List<T> list(String operation, @Nullable String id, String sql, Binder binder, RowMapper<T> mapper) {
		return call(operation, id, (jdbc) -> jdbc.query(sql, setter(binder), mapper));
	}

	/**
	 * Runs one statement that writes, and returns the number of rows.
	 */
	int update(String operation, @Nullable String id, String sql, Binder binder) {
		return call(operation, id, (jdbc) -> jdbc.update(sql, setter(binder)));
	}

	/**
	 * Runs one statement without parameters.
	 */
	void execute(String operation, String sql) {
		call(operation, null, (jdbc) -> {
			jdbc.execute(sql);
			return true;
		});
	}

	private static PreparedStatementSetter setter(Binder binder) {
		return (statement) -> binder.bind(new Parameters(statement));
	}

	private <T extends @Nullable Object> T call(String operation, @Nullable String id,
			Function<JdbcOperations, T> action) {
		return repeat(operation, id,
				() -> commitsByItself() ? action.apply(this.jdbc) : inTransaction((status) -> action.apply(this.jdbc)));
	}

	/**
	 * Runs an action of several statements that belong together.
	 */
	<T extends @Nullable Object> T callInTransaction(String operation, Function<TransactionStatus, T> action) {
		return repeat(operation, null, () -> inTransaction(action));
	}

	/**
	 * Runs an action that must not be repeated as a whole, because it calls back.
	 */
	<T extends @Nullable Object> T callInTransactionOnce(String operation, Function<TransactionStatus, T> action) {
		prepare();
		return translate(operation, null, () -> inTransaction(action));
	}

	/**
	 * On a connection that is lost the rollback fails too, and its exception would take
	 * the place of the one that says why; or of that of the commit, after which nobody
	 * knows what has become of the transaction.
	 */
	private <T extends @Nullable Object> T inTransaction(Function<TransactionStatus, T> action) {
		AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
		AtomicBoolean committing = new AtomicBoolean();
		try {
			return this.transactions.execute((status) -> {
				try {
					T result = action.apply(status);
					committing.set(status.isNewTransaction() && !status.isRollbackOnly());
					return result;
				}
				catch (RuntimeException ex) {
					failure.set(ex);
					throw ex;
				}
			});
		}
		catch (RuntimeException ex) {
			if (committing.get() && isLostConnection(ex)) {
				throw new DataAccessResourceFailureException(
						"The connection was lost during the commit, which may have taken effect", ex);
			}
			RuntimeException first = failure.get();
			if (first == null || first == ex) {
				throw ex;
			}
			first.addSuppressed(ex);
			throw first;
		}
	}

	/**
	 * A pool says without an SQLSTATE that it has closed a connection.
	 */
	private static boolean isLostConnection(RuntimeException ex) {
		String state = sqlState(ex);
		return state.isEmpty() || state.startsWith("08") || state.startsWith("57P");
	}

	/**
	 * Returns what keeps the writes of several handlers in one transaction apart. In a
	 * transaction that others have begun somebody may hold its connection already, and
	 * JPA does not ask for it where this class could notice.
	 */
	HandlerSavepoints handlerSavepoints(TransactionStatus status) {
		boolean watchable = status.isNewTransaction() && this.transactions instanceof TransactionTemplate template
				&& template.getTransactionManager() instanceof DataSourceTransactionManager;
		return watchable ? HandlerSavepoints.onceUsed(status, this.dataSource)
				: HandlerSavepoints.always(status, this.dataSource);
	}

	/**
	 * Goes before any transaction that is opened here, so that the preparation finds a
	 * connection even in a pool of one.
	 */
	private void prepare() {
		if (this.firstUse != null) {
			this.firstUse.prepare(TransactionSynchronizationManager.isActualTransactionActive()
					|| TransactionSynchronizationManager.hasResource(this.dataSource));
		}
	}

	private <T extends @Nullable Object> T repeat(String operation, @Nullable String id, Supplier<T> action) {
		prepare();
		if (TransactionSynchronizationManager.hasResource(this.dataSource)) {
			// A failure ends the caller's transaction, which only the caller can repeat
			return translate(operation, id, action);
		}
		for (int attempt = 1;; attempt++) {
			try {
				return translate(operation, id, action);
			}
			catch (PersistenceException ex) {
				if (attempt == MAX_ATTEMPTS || !REPEATABLE.contains(sqlState(ex))) {
					throw ex;
				}
				logger.debug("Repeating to {} after SQLSTATE {}", operation, sqlState(ex));
				backOff(attempt);
			}
		}
	}

	private static void backOff(int attempt) {
		long millis = ThreadLocalRandom.current().nextLong(BACKOFF_MILLIS * attempt) + 1;
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	/**
	 * A pool may be configured to hand out connections that do not commit by themselves,
	 * as some JPA applications do. A statement on its own would then be rolled back when
	 * its connection goes back to the pool.
	 */
	private boolean commitsByItself() {
		Boolean known = this.autoCommit;
		if (known != null) {
			return known;
		}
		if (TransactionSynchronizationManager.hasResource(this.dataSource)) {
			return false;
		}
		try (Connection connection = this.dataSource.getConnection()) {
			boolean result = connection.getAutoCommit();
			this.autoCommit = result;
			return result;
		}
		catch (SQLException ex) {
			throw new CannotGetJdbcConnectionException("Failed to obtain JDBC Connection", ex);
		}
	}

	private static <T extends @Nullable Object> T translate(String operation, @Nullable String id, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (DataAccessException ex) {
			throw failure(operation, id, ex);
		}
		catch (CannotCreateTransactionException ex) {
			if (ex.getCause() instanceof SQLException cause) {
				throw failure(operation, id, new CannotGetJdbcConnectionException("Could not open transaction", cause));
			}
			throw failure(operation, id, ex);
		}
		catch (TransactionException ex) {
			throw failure(operation, id, ex);
		}
	}

	static PersistenceException failure(String operation, @Nullable String id, RuntimeException cause) {
		String state = sqlState(cause);
		return new PersistenceException("Could not " + operation + ((id != null) ? " '" + id + "'" : "")
				+ (!state.isEmpty() ? " (SQLSTATE " + state + ")" : "") + (isExhaustedPool(cause) ? EXHAUSTED : ""),
				cause);
	}

	/**
	 * A pool that has waited for a server in vain says so by a cause or an SQLSTATE.
	 */
	private static boolean isExhaustedPool(RuntimeException failure) {
		return failure instanceof CannotGetJdbcConnectionException
				&& failure.getCause() instanceof SQLTransientConnectionException timeout && timeout.getCause() == null
				&& timeout.getSQLState() == null;
	}

	/**
	 * Returns the SQLSTATE of the failure behind an exception, or an empty string.
	 */
	static String sqlState(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sqlException && sqlException.getSQLState() != null) {
				return sqlException.getSQLState();
			}
		}
		return "";
	}

	/**
	 * Binds the parameters of a statement.
	 */
	interface Binder {

		void bind(Parameters parameters) throws SQLException;

	}

}
