package io.wfe.engine.host;

/**
 * Runs {@link SagaScenarios} in memory.
 */
class InMemorySagaTests extends SagaScenarios {

	InMemorySagaTests() {
		super(StoreUnderTest.inMemory());
	}

}
