package io.wfe.postgres;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/**
 * Tells whether the calling thread has a transaction that a statement of the store would
 * join, and whether that transaction is still under way.
 * <p>
 * Spring keeps the connection of a transaction bound while it calls back after the commit
 * or rollback. A statement on it would run without error, and be rolled back when the
 * connection goes back to its pool. So the end of each transaction is noted: as a
 * listener of the transaction manager, this class knows of each from its beginning. Of a
 * transaction that another manager has begun it first hears when the store is used, and
 * then looks at the stack once.
 */
final class CallerTransaction implements TransactionExecutionListener {

	/**
	 * What a statement would find.
	 */
	enum State {

		/**
		 * No transaction.
		 */
		NONE,

		/**
		 * A transaction to join.
		 */
		ACTIVE,

		/**
		 * A transaction that has ended, whose callbacks run.
		 */
		ENDED

	}

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private final DataSource dataSource;

	private final boolean managesAll;

	private final JdbcTransactions jdbcTransactions;

	private final Map<ConnectionHolder, Phase> phases = Collections.synchronizedMap(new WeakHashMap<>());

	private CallerTransaction(DataSource dataSource, @Nullable TransactionManager transactionManager) {
		this.dataSource = dataSource;
		this.managesAll = transactionManager != null && !(transactionManager instanceof ResourceTransactionManager);
		this.jdbcTransactions = new JdbcTransactions(dataSource);
	}

	/**
	 * Returns what is known of the transactions of a data source, and has it listen to
	 * their manager. Providers that share both share this too.
	 */
	static CallerTransaction of(DataSource given, @Nullable TransactionManager transactionManager) {
		DataSource dataSource = target(given);
		if (!(transactionManager instanceof ConfigurableTransactionManager configurable)) {
			return new CallerTransaction(dataSource, transactionManager);
		}
		synchronized (configurable) {
			Collection<TransactionExecutionListener> listeners = configurable.getTransactionExecutionListeners();
			for (TransactionExecutionListener listener : listeners) {
				if (listener instanceof CallerTransaction known && known.dataSource.equals(dataSource)) {
					return known;
				}
			}
			CallerTransaction result = new CallerTransaction(dataSource, transactionManager);
			configurable.addListener(result);
			return result;
		}
	}

	/**
	 * Transaction managers bind their connection to what this proxy stands before.
	 */
	private static DataSource target(DataSource dataSource) {
		DataSource target = dataSource;
		while (target instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
			target = proxy.getTargetDataSource();
		}
		return target;
	}

	State state() {
		ConnectionHolder holder = holder();
		if (holder != null && isTransaction(holder)) {
			return phase(holder).ended ? State.ENDED : State.ACTIVE;
		}
		// The manager of a transaction of all resources binds no connection
		boolean ofAll = this.managesAll && TransactionSynchronizationManager.isActualTransactionActive();
		return !ofAll ? State.NONE
				: TransactionSynchronizationManager.isSynchronizationActive() ? State.ACTIVE : State.ENDED;
	}

	/**
	 * Tells whether the thread may hold a connection, in a transaction or not.
	 */
	boolean mayHoldConnection() {
		return holder() != null || TransactionSynchronizationManager.isActualTransactionActive();
	}

	/**
	 * Returns the connection of the transaction of this thread if that is one of Spring's
	 * for JDBC, on whose connection savepoints take back all that is done.
	 */
	@Nullable ConnectionHolder jdbcTransaction() {
		return this.jdbcTransactions.isActive() ? holder() : null;
	}

	/**
	 * Puts one connection of the transaction of this thread in the place of another.
	 */
	void replace(ConnectionHolder before, ConnectionHolder after) {
		this.phases.put(after, phase(before));
		TransactionSynchronizationManager.unbindResource(this.dataSource);
		TransactionSynchronizationManager.bindResource(this.dataSource, after);
	}

	private @Nullable ConnectionHolder holder() {
		return (TransactionSynchronizationManager.getResource(this.dataSource) instanceof ConnectionHolder holder)
				? holder : null;
	}

	/**
	 * A connection that is only kept until the end of a scope, which may be one without a
	 * transaction, is synchronized and has none. That of JPA is not synchronized.
	 */
	private boolean isTransaction(ConnectionHolder holder) {
		return !holder.isSynchronizedWithTransaction() || this.jdbcTransactions.isActive();
	}

	private Phase phase(ConnectionHolder holder) {
		Phase known = this.phases.get(holder);
		if (known != null) {
			return known;
		}
		Phase phase = new Phase(hasEnded());
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			this.phases.put(holder, phase);
			TransactionSynchronizationManager.registerSynchronization(phase);
		}
		return phase;
	}

	@Override
	public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
		if (failure == null && TransactionSynchronizationManager.isSynchronizationActive()) {
			ConnectionHolder holder = holder();
			if (holder != null && !this.phases.containsKey(holder)) {
				Phase phase = new Phase(false);
				this.phases.put(holder, phase);
				TransactionSynchronizationManager.registerSynchronization(phase);
			}
		}
	}

	/**
	 * Tells whether a transaction that was not heard of before has ended. While it calls
	 * back after the commit, the callback is one of its synchronizations; afterwards it
	 * has none any more.
	 */
	private static boolean hasEnded() {
		boolean synchronizing = TransactionSynchronizationManager.isSynchronizationActive();
		if (!synchronizing && TransactionSynchronizationManager.isActualTransactionActive()) {
			return true;
		}
		Class<?> callback = callback(synchronizing ? "invokeAfterCommit" : "invokeAfterCompletion");
		return callback != null && (!synchronizing
				|| TransactionSynchronizationManager.getSynchronizations().stream().anyMatch(callback::isInstance));
	}

	/**
	 * Returns the class whose method Spring has called from the given one, or
	 * {@code null}.
	 */
	private static @Nullable Class<?> callback(String method) {
		return STACK.walk((frames) -> {
			Class<?> called = null;
			for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
				if (frame.getMethodName().equals(method)
						&& frame.getDeclaringClass().equals(TransactionSynchronizationUtils.class)) {
					return called;
				}
				called = frame.getDeclaringClass();
			}
			return null;
		});
	}

	/**
	 * How far a transaction is. Called first of those that are called at its end.
	 */
	private static final class Phase implements TransactionSynchronization {

		private volatile boolean ended;

		Phase(boolean ended) {
			this.ended = ended;
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void afterCommit() {
			this.ended = true;
		}

		@Override
		public void afterCompletion(int status) {
			this.ended = true;
		}

	}

	/**
	 * Asks Spring, which tells its own managers alone, whether a connection is that of a
	 * transaction.
	 */
	private static final class JdbcTransactions extends DataSourceTransactionManager {

		private static final long serialVersionUID = 1L;

		JdbcTransactions(DataSource dataSource) {
			super(dataSource);
		}

		boolean isActive() {
			return isExistingTransaction(doGetTransaction());
		}

	}

}
