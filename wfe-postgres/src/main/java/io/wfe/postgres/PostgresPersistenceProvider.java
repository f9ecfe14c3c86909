package io.wfe.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;
import io.wfe.core.support.Inputs;
import io.wfe.postgres.observation.PersistenceObservationConvention;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A workflow store on PostgreSQL 14 or newer, by plain Spring JDBC.
 * <p>
 * All methods join a transaction that is open on the same {@link DataSource}; otherwise
 * each has its own. A transaction that the store begins is READ COMMITTED, whatever the
 * default of the database, the role or the pool is. Creating, persisting and loading take
 * one statement each, however many pointers an instance has. No state is left on a
 * connection, so that any pool, and PgBouncer in transaction mode, will do.
 * <p>
 * Deadlocks and serialization failures are repeated inside, with pauses: for as long as
 * the time-out of the {@link TransactionTemplate} or else of the {@link JdbcTemplate}
 * says, or for 60 seconds if neither has one. They are not repeated in a transaction of
 * the caller, which they have ended: the caller repeats it. That is a matter of course
 * for callers whose own transactions are SERIALIZABLE or REPEATABLE READ.
 * <p>
 * After the commit or rollback of a transaction, while its callbacks run
 * ({@code afterCommit}, a {@code @TransactionalEventListener}), a call has a transaction
 * of its own, on another connection of the pool. The store learns of the end from the
 * transaction manager, to which the provider adds a listener.
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
 * Instances are safe for use by any number of threads. They own no resources: the data
 * source is closed by whoever has opened it.
 *
 * @since 0.1.0
 */
public class PostgresPersistenceProvider extends PostgresRepositories {

	private final DataSource dataSource;

	private final Database database;

	private final StoreSchema schema;

	private final Stores stores;

	private final ExclusiveLock exclusiveLock;

	private final SizeQuery sizeQuery;

	private final Execution execution;

	private final Observations observations;

	// Neither private nor in a final class, so that aspects can be put around a bean
	PostgresPersistenceProvider(Builder builder) {
		TableNames names = new TableNames(builder.schema, builder.tablePrefix);
		UnreadableRows unreadable = new UnreadableRows();
		JdbcOperations jdbc = (builder.jdbcOperations != null) ? builder.jdbcOperations
				: new JdbcTemplate(builder.dataSource);
		TransactionOperations transactions = (builder.transactionOperations != null) ? builder.transactionOperations
				: new TransactionTemplate(new JdbcTransactionManager(builder.dataSource));
		Consumer<PostgresPersistenceProvider> initializer = builder.initializer;
		this.dataSource = builder.dataSource;
		this.database = new Database(builder.dataSource, jdbc, transactions,
				(initializer != null) ? new FirstUse(() -> initializer.accept(this)) : null);
		DatabaseEncoding encoding = new DatabaseEncoding(this.database::encoding);
		Inputs standard = Inputs.standard().within(encoding);
		Inputs inputs = (builder.json == JsonPortability.PORTABLE) ? standard.portable() : standard;
		this.schema = new StoreSchema(builder.dataSource, names);
		this.stores = Stores.of(this.database, encoding, inputs, names, unreadable, builder.tokenInterval);
		this.exclusiveLock = new ExclusiveLock(this.database, inputs, names);
		this.sizeQuery = new SizeQuery(this.database, names);
		this.execution = Execution.of(this.database, builder.dataSource, inputs, names, unreadable,
				builder.sharesTransactions());
		this.observations = new Observations(builder.observationRegistry, builder.observationConvention);
	}

	/**
	 * Returns a builder of a provider for the schema {@code wfc}, without a table prefix.
	 * @param dataSource where the connections come from; not closed by the provider
	 * @return a new builder
	 */
	public static Builder builder(DataSource dataSource) {
		return new Builder(dataSource);
	}

	/**
	 * Returns where the connections come from.
	 * @return the data source that the provider was built with
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	Execution execution() {
		return this.execution;
	}

	@Override
	Observations observations() {
		return this.observations;
	}

	@Override
	Stores stores() {
		return this.stores;
	}

	/**
	 * Tells about how many rows the store holds, in one statement that takes as long on a
	 * large store as on a small one. What is exact, and what is estimated, is said at
	 * {@link StoreSize}; for exact numbers of any size there is
	 * {@link #countWorkflows()}.
	 * @return the size
	 * @throws io.wfe.core.persistence.PersistenceException if the store cannot be read
	 */
	public StoreSize estimateSize() {
		return this.observations.observe("estimateSize", () -> this.sizeQuery.estimate());
	}

	/**
	 * Returns how often {@link #purgeWorkflows} has left an instance that has ended,
	 * because a foreign key of the application refers to it. An instance counts each time
	 * that it is tried. The log names it once.
	 * @return the number since this provider was built
	 */
	public long getSkippedPurges() {
		return this.stores.workflowPurge().skipped();
	}

	/**
	 * Creates the schema and its tables, or upgrades them, in one transaction on one
	 * connection: a failure leaves the store as it was. Adopts a store that the Rust
	 * implementation has created. If the store is up to date, this reads one row.
	 * @throws StoreSchemaException if the server is not PostgreSQL 14 or newer, Liquibase
	 * is missing, or the migration fails; the message says what to do
	 */
	@Override
	public void ensureStoreExists() {
		this.observations.run("ensureStoreExists", () -> this.schema.ensure());
	}

	/**
	 * Checks that all tables, columns and keys that this version needs are there, for
	 * stores whose tables are managed by other means. Changes nothing.
	 * @throws StoreSchemaException if something is missing; the message says what
	 */
	public void validateStore() {
		this.observations.run("validateStore", () -> this.schema.validate());
	}

	/**
	 * Returns the version of the tables that this provider creates and needs.
	 * @return the version, which grows with each change of the tables
	 */
	public int getSchemaVersion() {
		return StoreSchema.VERSION;
	}

	/**
	 * Runs an action unless another transaction is in the middle of one of that name on
	 * the same store, on this node or another. The action runs in one transaction with an
	 * advisory lock of PostgreSQL, which ends with the transaction whatever becomes of
	 * the node; what the action does through the data source of this store is part of it.
	 * Joins a transaction of the caller, and then excludes others until that ends. For
	 * work that one node at a time should do, such as purging:
	 *
	 * <pre class="code">
	 * Optional&lt;Integer&gt; purged = provider.callExclusively("purge", () -&gt; provider.purgeEvents(before, 500));
	 * </pre>
	 *
	 * For an action without a result use {@link #runExclusively}: the result is empty
	 * here both if the action was not run and if it has returned {@code null}.
	 * @param <T> the type of the result
	 * @param name any name, of this store's
	 * @param action what to do; after a deadlock or serialization failure, it is
	 * repeated. Its exceptions roll its work back, and are thrown as they are
	 * @return what the action has returned; empty if that was {@code null}, or if the
	 * action was not run
	 */
	public <T extends @Nullable Object> Optional<@NonNull T> callExclusively(String name, Supplier<T> action) {
		return this.observations.observe("callExclusively", () -> this.exclusiveLock.call(name, action));
	}

	/**
	 * Runs an action as {@link #callExclusively} does, and tells whether it was run.
	 * @param name any name, of this store's; excludes the calls of that name too
	 * @param action what to do; after a deadlock or serialization failure, it is
	 * repeated. Its exceptions roll its work back, and are thrown as they are
	 * @return {@code true} if the action was run, {@code false} if another transaction
	 * was in the middle of one of that name
	 */
	public boolean runExclusively(String name, Runnable action) {
		return this.observations.observe("runExclusively", () -> this.exclusiveLock.run(name, action));
	}

	/**
	 * Empties the tables of the store, the sequences of definitions included. Hosts that
	 * run keep their leases. For the clean-up of tests; waits for all transactions that
	 * use the store. Joins a transaction of the caller.
	 */
	public void truncateAll() {
		this.observations.run("truncateAll", () -> this.schema.truncate(this.database));
	}

	/**
	 * Builds {@link PostgresPersistenceProvider} instances. Not safe for use by several
	 * threads.
	 */
	public static final class Builder {

		private final DataSource dataSource;

		private String schema = TableNames.DEFAULT_SCHEMA;

		private String tablePrefix = "";

		private JsonPortability json = JsonPortability.EXACT;

		private @Nullable JdbcOperations jdbcOperations;

		private @Nullable TransactionOperations transactionOperations;

		private @Nullable Consumer<PostgresPersistenceProvider> initializer;

		private boolean dedicated;

		private Duration tokenInterval = ExpiredTokens.INTERVAL;

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable PersistenceObservationConvention observationConvention;

		private Builder(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		/**
		 * Sets the schema of the tables.
		 * @param schema ASCII letters, digits and underscores, not starting with a digit,
		 * at most 63 characters; upper case is kept
		 * @return this builder
		 */
		public Builder schema(String schema) {
			this.schema = schema;
			return this;
		}

		/**
		 * Sets what the name of each table and index starts with.
		 * @param tablePrefix ASCII letters, digits and underscores, not starting with a
		 * digit, at most 28 characters; empty for none
		 * @return this builder
		 */
		public Builder tablePrefix(String tablePrefix) {
			this.tablePrefix = tablePrefix;
			return this;
		}

		/**
		 * Sets which JSON and which times the store takes. For a store that a Rust host
		 * serves too: it fails to read some of what PostgreSQL stores.
		 * @param json {@link JsonPortability#EXACT}, if not set
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
		 * Sets how transactions are opened and joined. A store on a data source that an
		 * application uses as well must be given the transaction manager of the
		 * application: a second one would commit what the first is to roll back.
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
		 * Sets whether the data source is the store's alone. Then no transaction of the
		 * application can hold what the store writes, and steps of workflows cannot be
		 * {@code transactional()}. By default it is shared if there is a transaction
		 * manager, and the store's alone if there is none.
		 * @param dedicated whether nobody else uses the data source
		 * @return this builder
		 */
		public Builder dedicated(boolean dedicated) {
			this.dedicated = dedicated;
			return this;
		}

		/**
		 * Sets how often expired tokens are looked for at most.
		 */
		Builder tokenInterval(Duration tokenInterval) {
			this.tokenInterval = tokenInterval;
			return this;
		}

		boolean sharesTransactions() {
			return this.transactionOperations != null && !this.dedicated;
		}

		/**
		 * Sets what is done before the first statement of the provider is run, so that an
		 * application can start while its database is down. It is done once, and again by
		 * the next use if it fails.
		 * <p>
		 * The first caller does it on its own thread, so that a data source that looks at
		 * the thread (one that routes to tenants) finds what it looks for. A caller with
		 * a transaction open leaves it to another thread, because its rollback would take
		 * the work back. It waits for ten seconds at most, because it may hold the only
		 * connection of the pool, and then fails with a
		 * {@link io.wfe.core.persistence.PersistenceException} that says what to do.
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
		 * Sets where the calls of the provider are observed, as
		 * {@link io.wfe.postgres.observation.PersistenceObservation} documents it.
		 * Nowhere, if not set.
		 * @param observationRegistry the registry
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Sets how observations and their keys are named.
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
