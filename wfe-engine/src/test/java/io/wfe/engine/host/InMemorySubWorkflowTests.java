package io.wfe.engine.host;

/**
 * Runs {@link SubWorkflowScenarios} in memory.
 */
class InMemorySubWorkflowTests extends SubWorkflowScenarios {

	InMemorySubWorkflowTests() {
		super(StoreUnderTest.inMemory());
	}

}
