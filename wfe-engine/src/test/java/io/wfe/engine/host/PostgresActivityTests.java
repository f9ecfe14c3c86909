package io.wfe.engine.host;

/**
 * Runs {@link ActivityScenarios} on PostgreSQL.
 */
class PostgresActivityTests extends ActivityScenarios {

	PostgresActivityTests() {
		super(StoreUnderTest.postgres());
	}

}
