package io.wfe.engine.host;

/**
 * Runs {@link ActivityScenarios} in memory.
 */
class InMemoryActivityTests extends ActivityScenarios {

	InMemoryActivityTests() {
		super(StoreUnderTest.inMemory());
	}

}
