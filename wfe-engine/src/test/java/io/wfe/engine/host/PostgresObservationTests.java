package io.wfe.engine.host;

/**
 * Runs {@link ObservationScenarios} on PostgreSQL.
 */
class PostgresObservationTests extends ObservationScenarios {

	PostgresObservationTests() {
		super(StoreUnderTest.postgres());
	}

}
