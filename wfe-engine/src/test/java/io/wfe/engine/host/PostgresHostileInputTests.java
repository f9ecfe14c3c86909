package io.wfe.engine.host;

/**
 * Runs {@link HostileInputScenarios} on PostgreSQL.
 */
class PostgresHostileInputTests extends HostileInputScenarios {

	PostgresHostileInputTests() {
		super(StoreUnderTest.postgres());
	}

}
