package io.wfe.engine.host;

/**
 * Runs {@link StopScenarios} on PostgreSQL.
 */
class PostgresStopTests extends StopScenarios {

	PostgresStopTests() {
		super(StoreUnderTest.postgres());
	}

}
