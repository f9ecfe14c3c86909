package io.wfe.engine.host;

/**
 * Runs {@link PropertyScenarios} on PostgreSQL.
 */
class PostgresPropertyTests extends PropertyScenarios {

	PostgresPropertyTests() {
		super(StoreUnderTest.postgres());
	}

}
