package io.wfe.engine.host;

/**
 * Runs {@link LoadScenarios} in memory.
 */
class InMemoryLoadTests extends LoadScenarios {

	InMemoryLoadTests() {
		super(StoreUnderTest.inMemory());
	}

}
