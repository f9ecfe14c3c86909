package io.wfe.engine.host;

/**
 * Runs {@link UserTaskScenarios} in memory.
 */
class InMemoryUserTaskTests extends UserTaskScenarios {

	InMemoryUserTaskTests() {
		super(StoreUnderTest.inMemory());
	}

}
