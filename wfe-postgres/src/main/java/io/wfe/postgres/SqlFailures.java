package io.wfe.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/**
 * What the failures of the database mean, and the exceptions that the store makes of
 * them.
 */
final class SqlFailures {

	static final String SERIALIZATION_FAILURE = "40001";

	/**
	 * Program limit exceeded, such as the size of an entry of an index.
	 */
	static final String LIMIT_EXCEEDED = "54000";

	/**
	 * Serialization failure and deadlock: PostgreSQL has rolled the transaction back, and
	 * asks for it to be repeated ("Serialization Failure Handling" in its documentation).
	 */
	private static final Set<String> REPEATABLE = Set.of(SERIALIZATION_FAILURE, "40P01");

	/**
	 * Text that cannot be translated to the encoding of the database. Such text is
	 * refused before, if Java knows the encoding.
	 */
	private static final Set<String> UNTRANSLATABLE = Set.of("22P05", "22021");

	private static final String LACKS_CHARACTER = ": the encoding of the database lacks a character of a text. "
			+ "Use a database with the encoding UTF8";

	private static final String EXHAUSTED = ": no connection of the pool became free in time. "
			+ "Look for long transactions and handlers, or enlarge the pool";

	private SqlFailures() {
	}

	/**
	 * Returns the exception of the store for one of Spring, and any other as it is.
	 */
	static RuntimeException translate(String operation, @Nullable String id, RuntimeException ex) {
		if (ex instanceof CannotCreateTransactionException && ex.getCause() instanceof SQLException cause) {
			return failure(operation, id, new CannotGetJdbcConnectionException("Could not open transaction", cause));
		}
		return (ex instanceof DataAccessException || ex instanceof TransactionException) ? failure(operation, id, ex)
				: ex;
	}

	static PersistenceException failure(String operation, @Nullable String id, RuntimeException cause) {
		String state = sqlState(cause);
		return new PersistenceException("Could not " + operation + ((id != null) ? " '" + id + "'" : "")
				+ (!state.isEmpty() ? " (SQLSTATE " + state + ")" : "") + (isExhaustedPool(cause) ? EXHAUSTED : "")
				+ (UNTRANSLATABLE.contains(state) ? LACKS_CHARACTER : ""), cause);
	}

	/**
	 * A pool that has waited for a server in vain says so by a cause or an SQLSTATE.
	 */
	private static boolean isExhaustedPool(RuntimeException failure) {
		return failure instanceof CannotGetJdbcConnectionException
				&& failure.getCause() instanceof SQLTransientConnectionException timeout && timeout.getCause() == null
				&& timeout.getSQLState() == null;
	}

	static boolean isRepeatable(Throwable ex) {
		return REPEATABLE.contains(sqlState(ex));
	}

	/**
	 * Tells whether the exception of a commit says that the connection is lost. The
	 * driver says so by an SQLSTATE. A pool that has closed the connection has none to
	 * give; its exception is translated by Spring, whereas that of an application comes
	 * as it is.
	 */
	static boolean isLostConnection(RuntimeException ex) {
		String state = sqlState(ex);
		if (!state.isEmpty()) {
			return state.startsWith("08") || state.startsWith("57P");
		}
		return (ex instanceof DataAccessException || ex instanceof TransactionException) && hasSqlException(ex);
	}

	private static boolean hasSqlException(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException) {
				return true;
			}
		}
		return false;
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

}
