package io.wfe.engine.host;

/**
 * Runs {@link OwnershipScenarios} on PostgreSQL.
 */
class PostgresOwnershipTests extends OwnershipScenarios {

	PostgresOwnershipTests() {
		super(StoreUnderTest.postgres());
	}

}
