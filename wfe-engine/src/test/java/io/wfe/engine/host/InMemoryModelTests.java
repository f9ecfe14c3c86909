package io.wfe.engine.host;

/**
 * Runs {@link ModelScenarios} in memory.
 */
class InMemoryModelTests extends ModelScenarios {

	InMemoryModelTests() {
		super(StoreUnderTest.inMemory());
	}

}
