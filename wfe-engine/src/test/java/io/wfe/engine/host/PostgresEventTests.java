package io.wfe.engine.host;

/**
 * Runs {@link EventScenarios} on PostgreSQL.
 */
class PostgresEventTests extends EventScenarios {

	PostgresEventTests() {
		super(StoreUnderTest.postgres());
	}

}
