package io.wfe.engine.host;

/**
 * Runs {@link StoreFailureScenarios} in memory.
 */
class InMemoryStoreFailureTests extends StoreFailureScenarios {

	InMemoryStoreFailureTests() {
		super(StoreUnderTest.inMemory());
	}

}
