package io.wfe.engine.host;

/**
 * Runs {@link HostileInputScenarios} in memory.
 */
class InMemoryHostileInputTests extends HostileInputScenarios {

	InMemoryHostileInputTests() {
		super(StoreUnderTest.inMemory());
	}

}
