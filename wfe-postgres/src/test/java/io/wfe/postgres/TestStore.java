package io.wfe.postgres;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.Driver;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A store for tests: a new database, a pool and a provider. As an extension it empties
 * the tables before each test, and drops the database after the class:
 *
 * <pre class="code">
 * &#64;RegisterExtension
 * static final TestStore store = TestStore.create();
 * </pre>
 *
 * A test that needs a store for itself closes it:
 *
 * <pre class="code">
 * try (TestStore store = TestStore.builder().connections(1).open()) {
 *     store.provider().createNewWorkflow(workflow);
 * }
 * </pre>
 */
public final class TestStore implements AutoCloseable, BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

	private final TestDatabase database;

	private final boolean ownsDatabase;

	private final boolean keepsRows;

	private final HikariDataSource pool;

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final JdbcTransactionManager transactionManager;

	private final PostgresPersistenceProvider provider;

	/**
	 * The class that registered the extension: its nested classes leave the store open.
	 */
	private @Nullable Class<?> testClass;

	private TestStore(Builder builder) {
		this.ownsDatabase = builder.database == null;
		this.database = (builder.database != null) ? builder.database : (builder.encoding != null)
				? TestPostgres.createDatabase(builder.encoding) : TestPostgres.createDatabase();
		this.keepsRows = builder.keepsRows;
		this.pool = PostgresUrl.parse(this.database.uri()).createDataSource();
		builder.pool.accept(this.pool);
		this.dataSource = builder.dataSource.apply(this.pool);
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.transactionManager = new JdbcTransactionManager(this.dataSource);
		PostgresPersistenceProvider.Builder provider = PostgresPersistenceProvider.builder(this.dataSource)
			.transactionManager(this.transactionManager);
		builder.provider.accept(provider);
		this.provider = provider.build();
		if (builder.createsTables) {
			this.provider.ensureStoreExists();
		}
	}

	/**
	 * Opens a store with tables.
	 */
	public static TestStore create() {
		return builder().open();
	}

	/**
	 * Starts the settings of a store.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts the settings of another node: a second pool and provider on this database,
	 * to be closed before this one.
	 */
	public Builder otherNode() {
		Builder builder = new Builder();
		builder.database = this.database;
		return builder;
	}

	/**
	 * Returns the database.
	 */
	public TestDatabase database() {
		return this.database;
	}

	/**
	 * Returns the pool.
	 */
	public HikariDataSource pool() {
		return this.pool;
	}

	/**
	 * Returns what the provider takes its connections from: the pool, or what
	 * {@link Builder#dataSource} put around it.
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Returns a template on {@link #dataSource()}.
	 */
	public JdbcTemplate jdbc() {
		return this.jdbc;
	}

	/**
	 * Returns a template on connections that nobody else uses: it sees what others have
	 * committed.
	 */
	public JdbcTemplate observer() {
		return new JdbcTemplate(new SimpleDriverDataSource(new Driver(), this.database.jdbcUrl(),
				this.database.username(), this.database.password()));
	}

	/**
	 * Returns the transaction manager that the provider uses too.
	 */
	public JdbcTransactionManager transactionManager() {
		return this.transactionManager;
	}

	/**
	 * Returns a new template for transactions of the caller, to be configured at will.
	 */
	public TransactionTemplate transaction() {
		return new TransactionTemplate(this.transactionManager);
	}

	/**
	 * Returns the provider.
	 */
	public PostgresPersistenceProvider provider() {
		return this.provider;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		if (this.testClass == null) {
			this.testClass = context.getRequiredTestClass();
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		if (!this.keepsRows) {
			this.provider.truncateAll();
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (context.getRequiredTestClass() == this.testClass) {
			close();
		}
	}

	@Override
	public void close() {
		this.pool.close();
		if (this.ownsDatabase) {
			this.database.close();
		}
	}

	/**
	 * The settings of a store.
	 */
	public static final class Builder {

		private @Nullable TestDatabase database;

		private @Nullable String encoding;

		private boolean createsTables = true;

		private boolean keepsRows;

		private Consumer<HikariDataSource> pool = (pool) -> {
		};

		private Function<HikariDataSource, DataSource> dataSource = (pool) -> pool;

		private Consumer<PostgresPersistenceProvider.Builder> provider = (builder) -> {
		};

		private Builder() {
		}

		/**
		 * Gives the database another encoding than UTF8.
		 */
		public Builder encoding(String encoding) {
			this.encoding = encoding;
			return this;
		}

		/**
		 * Limits the pool.
		 */
		public Builder connections(int connections) {
			return pool((pool) -> pool.setMaximumPoolSize(connections));
		}

		/**
		 * Changes the pool before it makes a connection.
		 */
		public Builder pool(Consumer<HikariDataSource> customizer) {
			this.pool = this.pool.andThen(customizer);
			return this;
		}

		/**
		 * Puts something around the pool.
		 */
		public Builder dataSource(Function<HikariDataSource, DataSource> wrapper) {
			this.dataSource = wrapper;
			return this;
		}

		/**
		 * Changes the provider.
		 */
		public Builder provider(Consumer<PostgresPersistenceProvider.Builder> customizer) {
			this.provider = this.provider.andThen(customizer);
			return this;
		}

		/**
		 * Lets the provider look for expired tokens whenever it finds no commands, as a
		 * store in memory does.
		 */
		public Builder lookForExpiredTokensAlways() {
			return provider((builder) -> builder.tokenInterval(Duration.ZERO));
		}

		/**
		 * Leaves the rows of one test to the next.
		 */
		public Builder keepRows() {
			this.keepsRows = true;
			return this;
		}

		/**
		 * Creates no tables, and so does not empty them either.
		 */
		public Builder withoutTables() {
			this.createsTables = false;
			return keepRows();
		}

		/**
		 * Opens the store.
		 */
		public TestStore open() {
			return new TestStore(this);
		}

	}

}
