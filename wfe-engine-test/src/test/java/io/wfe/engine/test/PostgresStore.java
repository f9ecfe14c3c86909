package io.wfe.engine.test;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.TestDatabase;

/**
 * An empty store on the database of a test class.
 */
final class PostgresStore implements AutoCloseable {

	private final HikariDataSource dataSource;

	private final PostgresPersistenceProvider provider;

	PostgresStore(TestDatabase database) {
		this.dataSource = PostgresUrl.parse(database.uri()).createDataSource();
		this.provider = PostgresPersistenceProvider.builder(this.dataSource).build();
		this.provider.ensureStoreExists();
		this.provider.truncateAll();
	}

	PostgresPersistenceProvider provider() {
		return this.provider;
	}

	@Override
	public void close() {
		this.dataSource.close();
	}

}
