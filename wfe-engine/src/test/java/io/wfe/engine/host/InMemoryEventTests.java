package io.wfe.engine.host;

/**
 * Runs {@link EventScenarios} in memory.
 */
class InMemoryEventTests extends EventScenarios {

	InMemoryEventTests() {
		super(StoreUnderTest.inMemory());
	}

}
