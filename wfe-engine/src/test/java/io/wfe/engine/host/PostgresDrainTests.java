package io.wfe.engine.host;

/**
 * Runs {@link DrainScenarios} on PostgreSQL.
 */
class PostgresDrainTests extends DrainScenarios {

	PostgresDrainTests() {
		super(StoreUnderTest.postgres());
	}

}
