package io.wfe.benchmarks.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.PostgresUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server that is measured: the one of a URL, or an embedded one that loses
 * no commit.
 */
public final class Server implements AutoCloseable {

	/**
	 * The environment variable with the URL of a server, as for the tests.
	 */
	public static final String URL_VARIABLE = "WFE_TEST_POSTGRES_URL";

	/**
	 * Settings of a small server. Checkpoints are rare, so that none falls into a
	 * measurement of the write-ahead log.
	 */
	private static final Map<String, String> CONFIGURATION = Map.of("fsync", "on", "synchronous_commit", "on",
			"full_page_writes", "on", "shared_buffers", "2GB", "max_connections", "100", "max_wal_size", "16GB",
			"checkpoint_timeout", "30min", "random_page_cost", "1.1", "maintenance_work_mem", "512MB");

	private final String url;

	private final @Nullable EmbeddedPostgres embedded;

	private Server(String url, @Nullable EmbeddedPostgres embedded) {
		this.url = url;
		this.embedded = embedded;
	}

	/**
	 * Uses or starts a server.
	 * @param url the URL of a database, or {@code null} for that of the environment or
	 * else a server of our own
	 * @param overrides settings of a server of our own that differ
	 * @return a running server
	 */
	public static Server start(@Nullable String url, Map<String, String> overrides) {
		String given = (url != null) ? url : System.getenv(URL_VARIABLE);
		if (given != null && !given.isBlank()) {
			return new Server(given.strip(), null);
		}
		Map<String, String> configuration = new LinkedHashMap<>(CONFIGURATION);
		configuration.putAll(overrides);
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setRegisterShutdownHook(true);
		configuration.forEach(builder::setServerConfig);
		try {
			EmbeddedPostgres embedded = builder.start();
			return new Server(embedded.getJdbcUrl("postgres", "postgres"), embedded);
		}
		catch (IOException ex) {
			throw new IllegalStateException(
					"Cannot start the embedded PostgreSQL; set " + URL_VARIABLE + " to use another server", ex);
		}
	}

	/**
	 * Returns the URL of the database, which may hold a password.
	 * @return the URL
	 */
	public String url() {
		return this.url;
	}

	/**
	 * Returns whether this is a server of our own.
	 * @return whether it ends with us
	 */
	public boolean isEmbedded() {
		return this.embedded != null;
	}

	/**
	 * Creates a pool with the driver's defaults.
	 * @param size the number of connections
	 * @return a new pool
	 */
	public HikariDataSource createPool(int size) {
		HikariDataSource pool = PostgresUrl.parse(this.url).createDataSource();
		pool.setMaximumPoolSize(size);
		pool.setMinimumIdle(size);
		return pool;
	}

	@Override
	public void close() throws IOException {
		if (this.embedded != null) {
			this.embedded.close();
		}
	}

}
