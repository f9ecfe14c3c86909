package io.wfe.engine.host;

/**
 * Runs {@link SubWorkflowScenarios} on PostgreSQL.
 */
class PostgresSubWorkflowTests extends SubWorkflowScenarios {

	PostgresSubWorkflowTests() {
		super(StoreUnderTest.postgres());
	}

}
