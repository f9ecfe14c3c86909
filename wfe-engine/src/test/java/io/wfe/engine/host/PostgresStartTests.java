package io.wfe.engine.host;

/**
 * Runs {@link StartScenarios} on PostgreSQL.
 */
class PostgresStartTests extends StartScenarios {

	PostgresStartTests() {
		super(StoreUnderTest.postgres());
	}

}
