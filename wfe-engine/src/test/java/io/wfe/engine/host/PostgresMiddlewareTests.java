package io.wfe.engine.host;

/**
 * Runs {@link MiddlewareScenarios} on PostgreSQL.
 */
class PostgresMiddlewareTests extends MiddlewareScenarios {

	PostgresMiddlewareTests() {
		super(StoreUnderTest.postgres());
	}

}
