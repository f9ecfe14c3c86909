package io.wfe.engine.host;

/**
 * Runs {@link ObservationScenarios} in memory.
 */
class InMemoryObservationTests extends ObservationScenarios {

	InMemoryObservationTests() {
		super(StoreUnderTest.inMemory());
	}

}
