package io.wfe.benchmarks.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.benchmarks.measure.Report;
import io.wfe.benchmarks.store.Server;
import io.wfe.postgres.PostgresUrl;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a scenario of engines works with.
 */
public final class EngineContext implements AutoCloseable {

	private static final String PREFIX = "wfe_benchmark_engine_";

	/**
	 * The connections of each engine, as in an application.
	 */
	static final int CONNECTIONS = 10;

	private final Server server;

	private final HikariDataSource pool;

	private final JdbcClient jdbc;

	private final Floor floor;

	private final Random random = new Random(1);

	private final List<String> schemas = new ArrayList<>();

	private final List<EngineFactory> engines;

	private final Sizes sizes;

	private final Report report;

	/**
	 * Prepares a run.
	 * @param server the server
	 * @param engines the engines to measure, ours first
	 * @param sizes how much to do
	 * @param report where to report
	 */
	public EngineContext(Server server, List<EngineFactory> engines, Sizes sizes, Report report) {
		this.server = server;
		this.engines = engines;
		this.sizes = sizes;
		this.report = report;
		this.pool = server.createPool(Floor.THREADS + 1);
		this.jdbc = JdbcClient.create(this.pool);
		this.floor = new Floor(this.pool, emptySchema("floor"));
	}

	/**
	 * How much to do.
	 *
	 * @param rounds how often each engine has its turn
	 * @param workflows the number of workflows in a turn
	 * @param finished the number of finished workflows that lie beside
	 * @param broadcast the number of workflows that wait for one event
	 */
	public record Sizes(int rounds, int workflows, int finished, int broadcast) {

	}

	Sizes sizes() {
		return this.sizes;
	}

	Report report() {
		return this.report;
	}

	JdbcClient jdbc() {
		return this.jdbc;
	}

	Floor floor() {
		return this.floor;
	}

	/**
	 * Returns our engine and the others that were found.
	 * @return the engines, ours first
	 */
	public static List<EngineFactory> allEngines() {
		List<EngineFactory> all = new ArrayList<>();
		all.add(new WfeEngine.Factory());
		ServiceLoader.load(EngineFactory.class).forEach(all::add);
		return all;
	}

	List<EngineFactory> engines(EngineFactory.Workload workload) {
		return this.engines.stream().filter((engine) -> engine.workloads().contains(workload)).toList();
	}

	/**
	 * Creates an empty schema, which is dropped in the end.
	 */
	String emptySchema(String name) {
		String schema = PREFIX + name.replaceAll("[^a-zA-Z0-9]", "_").toLowerCase(Locale.ROOT);
		this.jdbc.sql("DROP SCHEMA IF EXISTS " + schema + " CASCADE").update();
		this.jdbc.sql("CREATE SCHEMA " + schema).update();
		if (!this.schemas.contains(schema)) {
			this.schemas.add(schema);
		}
		return schema;
	}

	/**
	 * Returns the settings of an engine on an empty schema.
	 */
	EngineSettings settings(String name, int places) {
		return new EngineSettings(url(), emptySchema(name), places, CONNECTIONS);
	}

	PostgresUrl url() {
		return PostgresUrl.parse(this.server.url());
	}

	CountingProxy proxy() throws IOException {
		return new CountingProxy(url());
	}

	/**
	 * Analyzes the tables, as the server itself would do after a minute.
	 */
	void analyze(String schema) {
		this.jdbc.sql("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = ?")
			.param(schema)
			.query(String.class)
			.list()
			.forEach((table) -> this.jdbc.sql("VACUUM (ANALYZE) " + table).update());
	}

	/**
	 * Returns a list in an order that differs each time.
	 */
	<T> List<T> shuffled(List<T> list) {
		List<T> shuffled = new ArrayList<>(list);
		Collections.shuffle(shuffled, this.random);
		return shuffled;
	}

	@Override
	public void close() {
		try {
			this.schemas.forEach((schema) -> this.jdbc.sql("DROP SCHEMA IF EXISTS " + schema + " CASCADE").update());
		}
		finally {
			this.floor.close();
		}
	}

}
