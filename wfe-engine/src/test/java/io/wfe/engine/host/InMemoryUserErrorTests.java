package io.wfe.engine.host;

/**
 * Runs {@link UserErrorScenarios} in memory.
 */
class InMemoryUserErrorTests extends UserErrorScenarios {

	InMemoryUserErrorTests() {
		super(StoreUnderTest.inMemory());
	}

}
