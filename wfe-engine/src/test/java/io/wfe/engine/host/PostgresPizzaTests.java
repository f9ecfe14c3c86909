package io.wfe.engine.host;

/**
 * Runs {@link PizzaScenario} on PostgreSQL.
 */
class PostgresPizzaTests extends PizzaScenario {

	PostgresPizzaTests() {
		super(StoreUnderTest.postgres());
	}

}
