package io.wfe.engine.host;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.persistence.PersistenceProvider;

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
		return new PostgresStore();
	}

}
