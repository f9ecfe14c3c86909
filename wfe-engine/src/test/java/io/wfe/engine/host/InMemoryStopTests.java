package io.wfe.engine.host;

/**
 * Runs {@link StopScenarios} on the store in memory.
 */
class InMemoryStopTests extends StopScenarios {

	InMemoryStopTests() {
		super(StoreUnderTest.inMemory());
	}

}
