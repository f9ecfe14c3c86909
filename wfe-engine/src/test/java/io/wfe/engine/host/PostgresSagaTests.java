package io.wfe.engine.host;

/**
 * Runs {@link SagaScenarios} on PostgreSQL.
 */
class PostgresSagaTests extends SagaScenarios {

	PostgresSagaTests() {
		super(StoreUnderTest.postgres());
	}

}
