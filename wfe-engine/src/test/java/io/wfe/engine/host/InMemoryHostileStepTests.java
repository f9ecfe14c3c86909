package io.wfe.engine.host;

/**
 * Runs {@link HostileStepScenarios} in memory.
 */
class InMemoryHostileStepTests extends HostileStepScenarios {

	InMemoryHostileStepTests() {
		super(StoreUnderTest.inMemory());
	}

}
