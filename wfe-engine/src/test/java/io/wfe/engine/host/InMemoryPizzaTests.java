package io.wfe.engine.host;

/**
 * Runs {@link PizzaScenario} in memory.
 */
class InMemoryPizzaTests extends PizzaScenario {

	InMemoryPizzaTests() {
		super(StoreUnderTest.inMemory());
	}

}
