package io.wfe.engine.host;

/**
 * Runs {@link LoopScenarios} in memory.
 */
class InMemoryLoopTests extends LoopScenarios {

	InMemoryLoopTests() {
		super(StoreUnderTest.inMemory());
	}

}
