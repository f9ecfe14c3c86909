package io.wfe.engine.host;

/**
 * Runs {@link DataScenarios} on PostgreSQL.
 */
class PostgresDataTests extends DataScenarios {

	PostgresDataTests() {
		super(StoreUnderTest.postgres());
	}

}
