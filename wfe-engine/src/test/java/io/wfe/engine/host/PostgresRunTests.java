package io.wfe.engine.host;

/**
 * Runs {@link RunScenarios} on PostgreSQL.
 */
class PostgresRunTests extends RunScenarios {

	PostgresRunTests() {
		super(StoreUnderTest.postgres());
	}

}
