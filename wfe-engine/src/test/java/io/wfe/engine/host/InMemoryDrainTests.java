package io.wfe.engine.host;

/**
 * Runs {@link DrainScenarios} in memory.
 */
class InMemoryDrainTests extends DrainScenarios {

	InMemoryDrainTests() {
		super(StoreUnderTest.inMemory());
	}

}
