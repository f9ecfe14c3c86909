package io.wfe.engine.host;

/**
 * Runs {@link ControlScenarios} on the store in memory.
 */
class InMemoryControlTests extends ControlScenarios {

	InMemoryControlTests() {
		super(StoreUnderTest.inMemory());
	}

}
