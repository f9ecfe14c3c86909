package io.wfe.engine.host;

/**
 * Runs {@link PropertyScenarios} on the store in memory.
 */
class InMemoryPropertyTests extends PropertyScenarios {

	InMemoryPropertyTests() {
		super(StoreUnderTest.inMemory());
	}

}
