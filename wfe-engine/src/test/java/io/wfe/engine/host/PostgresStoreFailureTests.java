package io.wfe.engine.host;

/**
 * Runs {@link StoreFailureScenarios} on PostgreSQL.
 */
class PostgresStoreFailureTests extends StoreFailureScenarios {

	PostgresStoreFailureTests() {
		super(StoreUnderTest.postgres());
	}

}
