package io.wfe.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.postgres.observation.PersistenceObservationConvention;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A workflow store on PostgreSQL 14 or newer, by plain Spring JDBC.
 * <p>
 * All methods join a transaction that is open on the same {@link DataSource}. Otherwise
 * each has its own. The store's own transactions are READ COMMITTED, whatever the default
 * of the database, the role or the pool is. Creating, persisting and loading take one
 * statement each, however many pointers an instance has. The store leaves no state on a
 * connection. So it works with any pool, and with PgBouncer in transaction mode.
 * <p>
 * The store repeats deadlocks and serialization failures, with pauses, for the time-out
 * of the {@link TransactionTemplate} or else of the {@link JdbcTemplate}, or for 60
 * seconds if neither has one. It cannot repeat the caller's transaction, which such a
 * failure has ended: the caller repeats it. Callers with SERIALIZABLE or REPEATABLE READ
 * transactions must expect that.
 * <p>
 * While callbacks run after the end of a transaction ({@code afterCommit}, a
 * {@code @TransactionalEventListener}), a call has its own transaction, on another
 * connection of the pool. The provider adds a listener to the transaction manager to
 * learn of the end.
 * <p>
 * The tables are shared with the Rust implementation of WFE, which may serve the same
 * database at the same time.
 *
 * <pre class="code">
 * HikariDataSource dataSource = PostgresUrl.parse("postgres://wfe:secret@localhost/wfe").createDataSource();
 * PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(dataSource).build();
 * provider.ensureStoreExists();
 * </pre>
 *
 * Instances are safe for use by any number of threads. They own no resources: close the
 * data source yourself.
 *
 * @since 0.1.0
 */
public class PostgresPersistenceProvider extends PostgresRepositories {

	private final DataSource dataSource;

	private final ProviderParts parts;

	// Neither private nor in a final class, so that aspects can be put around a bean
	PostgresPersistenceProvider(Builder builder) {
		this.dataSource = builder.dataSource;
		this.parts = ProviderParts.of(builder, this);
	}

	/**
	 * Returns a builder of a provider for the schema {@code wfc}, without a table prefix.
	 * @param dataSource the source of connections. The provider does not close it
	 * @return a new builder
	 */
	public static Builder builder(DataSource dataSource) {
		return new Builder(dataSource);
	}

	/**
	 * Returns the source of connections.
	 * @return the data source that the provider was built with
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	Execution execution() {
		return this.parts.execution();
	}

	@Override
	Observations observations() {
		return this.parts.observations();
	}

	@Override
	Stores stores() {
		return this.parts.stores();
	}

	/**
	 * Tells roughly how many rows the store holds. The statement costs the same on a
	 * large store. {@link StoreSize} says which numbers are exact.
	 * {@link #countWorkflows()} has exact numbers of any size.
	 * @return the size
	 * @throws io.wfe.core.persistence.PersistenceException if the store cannot be read
	 */
	public StoreSize estimateSize() {
		return observations().observe("estimateSize", () -> this.parts.sizeQuery().estimate());
	}

	/**
	 * Returns how often {@link #purgeWorkflows} could not delete an ended instance,
	 * because a foreign key of the application refers to it. Each attempt counts. The log
	 * names an instance once.
	 * @return the number since this provider was built
	 */
	public long getSkippedPurges() {
		return stores().workflowPurge().skipped();
	}

	/**
	 * Creates or upgrades the schema and its tables, in one transaction on one
	 * connection. A failure leaves the store as it was. Adopts a store of the Rust
	 * implementation. If the store is up to date, this reads one row.
	 * @throws StoreSchemaException if the server is not PostgreSQL 14 or newer, Liquibase
	 * is missing, or the migration fails. The message says what to do
	 */
	@Override
	public void ensureStoreExists() {
		observations().run("ensureStoreExists", () -> this.parts.schema().ensure());
	}

	/**
	 * Checks that all tables, columns and keys of this version exist. Use it if something
	 * else manages the tables. Changes nothing.
	 * @throws StoreSchemaException if something is missing. The message says what
	 */
	public void validateStore() {
		observations().run("validateStore", () -> this.parts.schema().validate());
	}

	/**
	 * Returns the version of the tables that this provider creates and needs.
	 * @return the version, which grows with each change of the tables
	 */
	public int getSchemaVersion() {
		return StoreSchema.VERSION;
	}

	/**
	 * Runs an action, unless another transaction of any node is running one of that name
	 * on the same store. The action runs in one transaction with an advisory lock of
	 * PostgreSQL. The lock ends with the transaction, even if the node dies. The action's
	 * work on the data source of this store is part of the transaction. Joins the
	 * caller's transaction, and then excludes others until that ends. Use it for work
	 * that one node at a time should do, such as purging:
	 *
	 * <pre class="code">
	 * Optional&lt;Integer&gt; purged = provider.callExclusively("purge", () -&gt; provider.purgeEvents(before, 500));
	 * </pre>
	 *
	 * For an action without a result use {@link #runExclusively}. Here the result is
	 * empty if the action was not run, and if it returned {@code null}.
	 * @param <T> the type of the result
	 * @param name any name
	 * @param action the action. It is repeated after a deadlock or serialization failure.
	 * Its exceptions roll its work back, and are thrown unchanged
	 * @return the result of the action. Empty if that was {@code null}, or if the action
	 * was not run
	 */
	public <T extends @Nullable Object> Optional<@NonNull T> callExclusively(String name, Supplier<T> action) {
		return observations().observe("callExclusively", () -> this.parts.exclusiveLock().call(name, action));
	}

	/**
	 * Runs an action like {@link #callExclusively}, and tells whether it was run.
	 * @param name any name. It also excludes calls of {@link #callExclusively}
	 * @param action the action. It is repeated after a deadlock or serialization failure.
	 * Its exceptions roll its work back, and are thrown unchanged
	 * @return {@code true} if the action was run, {@code false} if another transaction
	 * was running one of that name
	 */
	public boolean runExclusively(String name, Runnable action) {
		return observations().observe("runExclusively", () -> this.parts.exclusiveLock().run(name, action));
	}

	/**
	 * Empties the tables of the store, the sequences of definitions included. Running
	 * hosts keep their leases. Use it to clean up after tests. It waits for all
	 * transactions that use the store, and joins the caller's transaction.
	 */
	public void truncateAll() {
		observations().run("truncateAll", () -> this.parts.schema().truncate(this.parts.database()));
	}

	/**
	 * Builds {@link PostgresPersistenceProvider} instances. Not safe for use by several
	 * threads.
	 */
	public static final class Builder {

		final DataSource dataSource;

		String schema = TableNames.DEFAULT_SCHEMA;

		String tablePrefix = "";

		JsonPortability json = JsonPortability.EXACT;

		@Nullable JdbcOperations jdbcOperations;

		@Nullable TransactionOperations transactionOperations;

		@Nullable Consumer<PostgresPersistenceProvider> initializer;

		boolean dedicated;

		Duration tokenInterval = ExpiredTokens.INTERVAL;

		ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		@Nullable PersistenceObservationConvention observationConvention;

		String storeName = StoreRegistry.DEFAULT;

		private Builder(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		/**
		 * Sets the schema of the tables.
		 * @param schema ASCII letters, digits and underscores, not starting with a digit,
		 * at most 63 characters. Upper case is kept
		 * @return this builder
		 */
		public Builder schema(String schema) {
			this.schema = schema;
			return this;
		}

		/**
		 * Sets the start of the names of tables and indexes.
		 * @param tablePrefix ASCII letters, digits and underscores, not starting with a
		 * digit, at most 28 characters. Empty for none
		 * @return this builder
		 */
		public Builder tablePrefix(String tablePrefix) {
			this.tablePrefix = tablePrefix;
			return this;
		}

		/**
		 * Sets which JSON and which times the store takes. A Rust host cannot read all
		 * that PostgreSQL stores.
		 * @param json the default is {@link JsonPortability#EXACT}
		 * @return this builder
		 */
		public Builder json(JsonPortability json) {
			this.json = json;
			return this;
		}

		/**
		 * Sets how statements are run, for example with a query timeout. It must use the
		 * data source of this builder.
		 * @param jdbcOperations usually a {@link JdbcTemplate}
		 * @return this builder
		 */
		public Builder jdbcOperations(JdbcOperations jdbcOperations) {
			this.jdbcOperations = jdbcOperations;
			return this;
		}

		/**
		 * Sets how transactions are opened and joined. If the application uses the data
		 * source too, give the store the application's transaction manager. A second
		 * manager would commit what the first one rolls back.
		 * @param transactionOperations usually a {@link TransactionTemplate}, with
		 * propagation {@code REQUIRED}
		 * @return this builder
		 */
		public Builder transactionOperations(TransactionOperations transactionOperations) {
			this.transactionOperations = transactionOperations;
			return this;
		}

		/**
		 * Sets the transaction manager, see {@link #transactionOperations}.
		 * @param transactionManager a transaction manager of the data source of this
		 * builder
		 * @return this builder
		 */
		public Builder transactionManager(PlatformTransactionManager transactionManager) {
			return transactionOperations(new TransactionTemplate(transactionManager));
		}

		/**
		 * Sets whether only the store uses the data source. If so, the application's
		 * transactions cannot include its writes, and steps of workflows cannot be
		 * {@code transactional()}. By default the data source is shared if there is a
		 * transaction manager.
		 * @param dedicated whether only the store uses the data source
		 * @return this builder
		 */
		public Builder dedicated(boolean dedicated) {
			this.dedicated = dedicated;
			return this;
		}

		/**
		 * Sets how often the store looks for expired tokens at most.
		 */
		Builder tokenInterval(Duration tokenInterval) {
			this.tokenInterval = tokenInterval;
			return this;
		}

		boolean sharesTransactions() {
			return this.transactionOperations != null && !this.dedicated;
		}

		/**
		 * Sets an action before the first statement of the provider, so that an
		 * application can start while its database is down. It runs once. If it fails, it
		 * runs again at the next use.
		 * <p>
		 * The first caller runs it on its own thread, because a data source may look at
		 * the thread (to route to tenants). If the caller has a transaction open, another
		 * thread runs it: a rollback would take the work back. The caller waits ten
		 * seconds at most, because it may hold the only connection of the pool. Then it
		 * fails with a {@link io.wfe.core.persistence.PersistenceException} that says
		 * what to do.
		 * @param initializer for example
		 * {@link PostgresPersistenceProvider#ensureStoreExists
		 * PostgresPersistenceProvider::ensureStoreExists}
		 * @return this builder
		 */
		public Builder initializeOnFirstUse(Consumer<PostgresPersistenceProvider> initializer) {
			this.initializer = initializer;
			return this;
		}

		/**
		 * Sets the registry of observations of calls, see
		 * {@link io.wfe.postgres.observation.PersistenceObservation}. By default there
		 * are no observations.
		 * @param observationRegistry the registry
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Sets the names of observations and their keys.
		 * @param observationConvention the convention, or {@code null} for that of the
		 * registry, or else
		 * {@link io.wfe.postgres.observation.DefaultPersistenceObservationConvention}
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable PersistenceObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Sets the name of the store in observations.
		 * @param storeName the name; {@code default} if not set
		 * @return this builder
		 */
		public Builder storeName(String storeName) {
			this.storeName = storeName;
			return this;
		}

		/**
		 * Builds the provider. Does not connect.
		 * @return a new provider
		 * @throws io.wfe.core.InvalidValueException if the schema or the table prefix is
		 * not valid
		 */
		public PostgresPersistenceProvider build() {
			return new PostgresPersistenceProvider(this);
		}

	}

}
