package io.wfe.engine.host;

/**
 * Runs {@link UserTaskScenarios} on PostgreSQL.
 */
class PostgresUserTaskTests extends UserTaskScenarios {

	PostgresUserTaskTests() {
		super(StoreUnderTest.postgres());
	}

}
