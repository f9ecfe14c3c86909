package io.wfe.engine.host;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;

/**
 * A store for the tests of a class.
 */
interface StoreUnderTest extends AutoCloseable {

	PersistenceProvider provider();

	@Override
	void close();

	/**
	 * Opens a store in memory.
	 */
	static StoreUnderTest inMemory() {
		PersistenceProvider provider = new InMemoryPersistenceProvider();
		return new StoreUnderTest() {

			@Override
			public PersistenceProvider provider() {
				return provider;
			}

			@Override
			public void close() {
				// Nothing is open
			}

		};
	}

	/**
	 * Opens a store on a database of its own.
	 */
	static StoreUnderTest postgres() {
		TestDatabase database = TestPostgres.createDatabase();
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(database.jdbcUrl());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		pool.setMaximumPoolSize(10);
		PersistenceProvider provider = PostgresPersistenceProvider.builder(pool).build();
		provider.ensureStoreExists();
		return new StoreUnderTest() {

			@Override
			public PersistenceProvider provider() {
				return provider;
			}

			@Override
			public void close() {
				pool.close();
				database.close();
			}

		};
	}

}
