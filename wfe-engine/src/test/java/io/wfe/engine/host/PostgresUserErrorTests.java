package io.wfe.engine.host;

/**
 * Runs {@link UserErrorScenarios} on PostgreSQL.
 */
class PostgresUserErrorTests extends UserErrorScenarios {

	PostgresUserErrorTests() {
		super(StoreUnderTest.postgres());
	}

}
