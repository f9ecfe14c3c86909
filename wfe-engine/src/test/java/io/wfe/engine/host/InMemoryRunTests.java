package io.wfe.engine.host;

/**
 * Runs {@link RunScenarios} on the store in memory.
 */
class InMemoryRunTests extends RunScenarios {

	InMemoryRunTests() {
		super(StoreUnderTest.inMemory());
	}

}
