package io.wfe.benchmarks.engine;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.PostgresUrl;

/**
 * Where and how an engine works.
 *
 * @param url the database
 * @param schema an empty schema in it
 * @param places how many workflows may run at the same time
 * @param connections the size of its pool
 */
public record EngineSettings(PostgresUrl url, String schema, int places, int connections) {

	/**
	 * Returns the URL with the schema as search path.
	 * @return a JDBC URL, without user and password if the original has none
	 */
	public String jdbcUrl() {
		return this.url.jdbcUrl() + (this.url.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=" + this.schema;
	}

	/**
	 * Creates a pool whose connections have the schema as search path.
	 * @return a new pool
	 */
	public HikariDataSource createPool() {
		HikariDataSource pool = this.url.createDataSource();
		pool.setJdbcUrl(jdbcUrl());
		pool.setMaximumPoolSize(this.connections);
		pool.setMinimumIdle(this.connections);
		return pool;
	}

}
