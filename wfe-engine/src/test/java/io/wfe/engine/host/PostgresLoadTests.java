package io.wfe.engine.host;

/**
 * Runs {@link LoadScenarios} on PostgreSQL.
 */
class PostgresLoadTests extends LoadScenarios {

	PostgresLoadTests() {
		super(StoreUnderTest.postgres());
	}

}
