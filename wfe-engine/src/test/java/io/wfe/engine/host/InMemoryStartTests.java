package io.wfe.engine.host;

/**
 * Runs {@link StartScenarios} in memory.
 */
class InMemoryStartTests extends StartScenarios {

	InMemoryStartTests() {
		super(StoreUnderTest.inMemory());
	}

}
