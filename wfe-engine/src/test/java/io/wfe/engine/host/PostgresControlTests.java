package io.wfe.engine.host;

/**
 * Runs {@link ControlScenarios} on PostgreSQL.
 */
class PostgresControlTests extends ControlScenarios {

	PostgresControlTests() {
		super(StoreUnderTest.postgres());
	}

}
