package io.wfe.benchmarks.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.PostgresPersistenceProvider;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The stores of a run: a large one, a small one, and one as the Rust provider creates it.
 * All share one database and one pool. Their schemas are dropped in the end.
 */
public final class Environment implements AutoCloseable {

	/**
	 * The number of workflows in the small store.
	 */
	public static final int SMALL = 10_000;

	/**
	 * How many workflows are due, and how many events are unprocessed.
	 */
	public static final int DUE = 100;

	private static final int REFERENCE_DUE = 10_000;

	private static final String PREFIX = "wfe_benchmark_";

	private final Server server;

	private final HikariDataSource dataSource;

	private final JdbcClient jdbc;

	private final Filler filler;

	private final List<String> schemas = new ArrayList<>();

	private final int pointers;

	private final Store large;

	private final Store small;

	private final Reference reference;

	/**
	 * Creates and fills the stores.
	 * @param server the server
	 * @param workflows the number of workflows in the large store
	 * @param pointers the number of pointers of each
	 * @param threads the number of threads that are going to work at the same time
	 * @throws SQLException if the reference store cannot be created
	 */
	public Environment(Server server, int workflows, int pointers, int threads) throws SQLException {
		this.server = server;
		this.pointers = pointers;
		this.dataSource = server.createPool(threads + 2);
		this.jdbc = JdbcClient.create(this.dataSource);
		this.filler = new Filler(this.jdbc, new TransactionTemplate(new JdbcTransactionManager(this.dataSource)));
		this.large = createStore("large", workflows);
		this.small = createStore("small", Math.min(SMALL, workflows));
		String schema = emptySchema("reference");
		this.reference = new Reference(this.dataSource, schema);
		this.reference.createTables();
		this.filler.fill(schema, false, workflows, pointers, Math.max(Math.min(REFERENCE_DUE, workflows / 10), 1));
		if (server.isEmbedded()) {
			this.jdbc.sql("CHECKPOINT").update();
		}
	}

	/**
	 * Creates and fills another store.
	 * @param name the end of the schema's name
	 * @param workflows the number of workflows
	 * @return the store
	 */
	public Store createStore(String name, int workflows) {
		String schema = emptySchema(name);
		PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(this.dataSource)
			.schema(schema)
			.build();
		provider.ensureStoreExists();
		this.filler.fill(schema, true, workflows, this.pointers, DUE);
		return new Store(schema, provider, workflows, this.jdbc);
	}

	/**
	 * Drops a schema now, and again in the end.
	 * @param name the end of its name
	 * @return its name
	 */
	public String emptySchema(String name) {
		String schema = PREFIX + name;
		this.jdbc.sql("DROP SCHEMA IF EXISTS " + schema + " CASCADE").update();
		if (!this.schemas.contains(schema)) {
			this.schemas.add(schema);
		}
		return schema;
	}

	/**
	 * Returns the store of the size of this run.
	 * @return the large store
	 */
	public Store large() {
		return this.large;
	}

	/**
	 * Returns the store that the large one is compared with.
	 * @return a store of {@value #SMALL} workflows at most
	 */
	public Store small() {
		return this.small;
	}

	/**
	 * Returns the Rust provider's statements on a store as large as the large one.
	 * @param indexed whether there is an index on the pointers' workflows
	 * @return the reference
	 */
	public Reference reference(boolean indexed) {
		this.reference.index(indexed);
		return this.reference;
	}

	/**
	 * Returns the pool that all share.
	 * @return the pool
	 */
	public HikariDataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Returns the client for statements that are not measured.
	 * @return a client on the pool
	 */
	public JdbcClient jdbc() {
		return this.jdbc;
	}

	/**
	 * Returns the URL of the database, which may hold a password.
	 * @return the URL
	 */
	public String url() {
		return this.server.url();
	}

	@Override
	public void close() {
		try {
			this.schemas.forEach((schema) -> this.jdbc.sql("DROP SCHEMA IF EXISTS " + schema + " CASCADE").update());
		}
		finally {
			this.dataSource.close();
		}
	}

}
