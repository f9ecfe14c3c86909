package io.wfe.engine.host;

/**
 * Runs {@link DataScenarios} in memory.
 */
class InMemoryDataTests extends DataScenarios {

	InMemoryDataTests() {
		super(StoreUnderTest.inMemory());
	}

}
