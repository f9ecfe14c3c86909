package io.wfe.engine.host;

/**
 * Runs {@link LostAnswerScenarios} in memory.
 */
class InMemoryLostAnswerTests extends LostAnswerScenarios {

	InMemoryLostAnswerTests() {
		super(StoreUnderTest.inMemory());
	}

}
