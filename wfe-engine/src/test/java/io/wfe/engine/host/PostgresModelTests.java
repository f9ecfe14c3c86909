package io.wfe.engine.host;

/**
 * Runs {@link ModelScenarios} on PostgreSQL.
 */
class PostgresModelTests extends ModelScenarios {

	PostgresModelTests() {
		super(StoreUnderTest.postgres());
	}

}
