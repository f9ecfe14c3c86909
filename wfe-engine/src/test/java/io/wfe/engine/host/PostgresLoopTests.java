package io.wfe.engine.host;

/**
 * Runs {@link LoopScenarios} on PostgreSQL.
 */
class PostgresLoopTests extends LoopScenarios {

	PostgresLoopTests() {
		super(StoreUnderTest.postgres());
	}

}
