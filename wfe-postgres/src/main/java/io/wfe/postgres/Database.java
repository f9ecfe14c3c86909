package io.wfe.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the statements of the store: in the transaction of the caller while one is under
 * way, else on their own. Repeats what PostgreSQL asks to be repeated.
 */
final class Database {

	private static final Logger logger = LoggerFactory.getLogger(Database.class);

	/**
	 * How long a call without any time-out is repeated.
	 */
	private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

	static final Binder NO_PARAMETERS = (parameters) -> {
	};

	private final JdbcOperations jdbc;

	private final TransactionOperations transactions;

	private final TransactionOperations newTransactions;

	private final CallerTransaction caller;

	private final ReadCommitted readCommitted = new ReadCommitted();

	private final @Nullable FirstUse firstUse;

	private volatile @Nullable Boolean autoCommit;

	Database(DataSource dataSource, JdbcOperations jdbc, TransactionOperations transactions,
			@Nullable FirstUse firstUse) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		TransactionTemplate template = (transactions instanceof TransactionTemplate known) ? known : null;
		PlatformTransactionManager manager = (template != null) ? template.getTransactionManager() : null;
		this.newTransactions = newTransactions((manager != null) ? manager : new JdbcTransactionManager(dataSource),
				template);
		this.caller = CallerTransaction.of(dataSource, manager);
		this.firstUse = firstUse;
	}

	private static TransactionTemplate newTransactions(PlatformTransactionManager manager,
			@Nullable TransactionTemplate template) {
		TransactionTemplate result = (template != null) ? new TransactionTemplate(manager, template)
				: new TransactionTemplate(manager);
		result.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		return result;
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

	/**
	 * Runs one query that never joins a transaction of the caller.
	 */
	<T extends @Nullable Object> T queryApart(String operation, @Nullable String id, String sql, Binder binder,
			ResultSetExtractor<T> reader) {
		prepare();
		Function<JdbcOperations, T> action = (jdbc) -> jdbc.query(sql, setter(binder), reader);
		return (this.caller.state() == CallerTransaction.State.NONE) ? alone(operation, id, action)
				: apart(operation, id, action);
	}

	private static PreparedStatementSetter setter(Binder binder) {
		return (statement) -> binder.bind(new Parameters(statement));
	}

	/**
	 * Runs one statement. On its own it has the isolation that the connection has by
	 * default. If that makes it fail it is repeated in a READ COMMITTED transaction,
	 * where it waits for others instead of failing.
	 */
	private <T extends @Nullable Object> T call(String operation, @Nullable String id,
			Function<JdbcOperations, T> action) {
		prepare();
		return switch (this.caller.state()) {
			case ACTIVE -> translate(operation, id, () -> action.apply(this.jdbc));
			case ENDED -> apart(operation, id, action);
			case NONE -> alone(operation, id, action);
		};
	}

	private <T extends @Nullable Object> T apart(String operation, @Nullable String id,
			Function<JdbcOperations, T> action) {
		return repeat(operation,
				(last) -> translated(operation, id, this.newTransactions, (status) -> action.apply(this.jdbc)));
	}

	private <T extends @Nullable Object> T alone(String operation, @Nullable String id,
			Function<JdbcOperations, T> action) {
		return repeat(operation,
				(last) -> commitsByItself(operation, id) && !SqlFailures.SERIALIZATION_FAILURE.equals(last)
						? translate(operation, id, () -> action.apply(this.jdbc))
						: translated(operation, id, this.transactions, (status) -> action.apply(this.jdbc)));
	}

	/**
	 * Runs an action of several statements of the store that belong together.
	 */
	<T extends @Nullable Object> T callInTransaction(String operation, Function<TransactionStatus, T> action) {
		prepare();
		return switch (this.caller.state()) {
			case ACTIVE -> translated(operation, null, this.transactions, action);
			case ENDED -> repeat(operation, (last) -> translated(operation, null, this.newTransactions, action));
			case NONE -> repeat(operation, (last) -> translated(operation, null, this.transactions, action));
		};
	}

	/**
	 * Runs an action of several statements of the store that never joins a transaction of
	 * the caller.
	 */
	<T extends @Nullable Object> T callApart(String operation, Function<TransactionStatus, T> action) {
		prepare();
		TransactionOperations own = (this.caller.state() == CallerTransaction.State.NONE) ? this.transactions
				: this.newTransactions;
		return repeat(operation, (last) -> translated(operation, null, own, action));
	}

	private <T extends @Nullable Object> T translated(String operation, @Nullable String id,
			TransactionOperations transactions, Function<TransactionStatus, T> action) {
		return translate(operation, id, () -> inTransaction(operation, id, transactions, action));
	}

	/**
	 * Runs an action that calls back code of the application, whose exceptions come out
	 * as they are.
	 * @param repeatable whether the action may be repeated after a deadlock or a
	 * serialization failure; asked after each
	 */
	<T extends @Nullable Object> T callBackInTransaction(String operation, BooleanSupplier repeatable,
			Function<TransactionStatus, T> action) {
		prepare();
		return switch (this.caller.state()) {
			case ACTIVE -> callBack(operation, this.transactions, action);
			case ENDED -> repeat(operation, repeatable, (last) -> callBack(operation, this.newTransactions, action));
			case NONE -> repeat(operation, repeatable, (last) -> callBack(operation, this.transactions, action));
		};
	}

	/**
	 * Runs an action that calls back code of the application in a transaction of its own.
	 * Does not repeat it.
	 */
	<T extends @Nullable Object> T callBackApart(String operation, Function<TransactionStatus, T> action) {
		prepare();
		return callBack(operation, this.newTransactions, action);
	}

	private <T extends @Nullable Object> T callBack(String operation, TransactionOperations transactions,
			Function<TransactionStatus, T> action) {
		AtomicBoolean begun = new AtomicBoolean();
		try {
			return inTransaction(operation, null, transactions, (status) -> {
				begun.set(true);
				return action.apply(status);
			});
		}
		catch (RuntimeException ex) {
			throw begun.get() ? ex : SqlFailures.translate(operation, null, ex);
		}
	}

	/**
	 * On a connection that is lost the rollback fails too. Its exception must not take
	 * the place of the one that says why. If the commit fails that way, nobody knows what
	 * has become of the transaction.
	 */
	private <T extends @Nullable Object> T inTransaction(String operation, @Nullable String id,
			TransactionOperations transactions, Function<TransactionStatus, T> action) {
		AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
		AtomicBoolean done = new AtomicBoolean();
		try {
			return transactions.execute((status) -> {
				try {
					if (status.isNewTransaction()) {
						this.readCommitted.require(this.jdbc);
					}
					T result = action.apply(status);
					done.set(status.isNewTransaction());
					return result;
				}
				catch (RuntimeException ex) {
					failure.set(ex);
					throw ex;
				}
			});
		}
		catch (RuntimeException ex) {
			if (done.get() && SqlFailures.isLostConnection(ex)) {
				throw SqlFailures.failure(operation, id, new DataAccessResourceFailureException(
						"The connection was lost during the commit, which may have taken effect", ex));
			}
			if (done.get() && ex instanceof UnexpectedRollbackException) {
				throw SqlFailures.failure(operation, id, ex);
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
	 * Returns what is known of the transaction of the calling thread.
	 */
	CallerTransaction callerTransaction() {
		return this.caller;
	}

	/**
	 * Asks the database for the name of its encoding.
	 */
	String encoding() {
		return list("look up the encoding of the database", null, "SHOW server_encoding", NO_PARAMETERS,
				(resultSet, row) -> resultSet.getString(1))
			.get(0);
	}

	/**
	 * Goes before any transaction that is opened here, so that the preparation finds a
	 * connection even in a pool of one.
	 */
	private void prepare() {
		if (this.firstUse != null) {
			this.firstUse.prepare(this.caller.mayHoldConnection());
		}
	}

	/**
	 * Repeats an action that is on its own. In a transaction of the caller a failure ends
	 * that, and only the caller can repeat it.
	 */
	private <T extends @Nullable Object> T repeat(String operation, Function<@Nullable String, T> action) {
		return repeat(operation, () -> true, action);
	}

	private <T extends @Nullable Object> T repeat(String operation, BooleanSupplier repeatable,
			Function<@Nullable String, T> action) {
		Repetition repetition = null;
		String last = null;
		while (true) {
			try {
				return action.apply(last);
			}
			catch (RuntimeException ex) {
				if (!SqlFailures.isRepeatable(ex) || !repeatable.getAsBoolean()) {
					throw ex;
				}
				repetition = (repetition != null) ? repetition : new Repetition(limit());
				if (!repetition.next()) {
					throw ex;
				}
				last = SqlFailures.sqlState(ex);
				logger.debug("Repeating to {} after SQLSTATE {}", operation, last);
			}
		}
	}

	/**
	 * Returns how long to repeat: as long as one attempt may take.
	 */
	private Duration limit() {
		if (this.transactions instanceof TransactionTemplate template && template.getTimeout() > 0) {
			return Duration.ofSeconds(template.getTimeout());
		}
		return (this.jdbc instanceof JdbcTemplate template && template.getQueryTimeout() > 0)
				? Duration.ofSeconds(template.getQueryTimeout()) : DEFAULT_LIMIT;
	}

	/**
	 * A pool may be configured to hand out connections that do not commit by themselves,
	 * as some JPA applications do. A statement on its own would then be rolled back when
	 * its connection goes back to the pool.
	 */
	private boolean commitsByItself(String operation, @Nullable String id) {
		Boolean known = this.autoCommit;
		if (known == null) {
			known = translate(operation, id,
					() -> this.jdbc.execute((ConnectionCallback<Boolean>) Connection::getAutoCommit));
			this.autoCommit = known;
		}
		return Boolean.TRUE.equals(known);
	}

	private static <T extends @Nullable Object> T translate(String operation, @Nullable String id, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (RuntimeException ex) {
			throw SqlFailures.translate(operation, id, ex);
		}
	}

	/**
	 * Binds the parameters of a statement.
	 */
	interface Binder {

		void bind(Parameters parameters) throws SQLException;

	}

}
