package io.wfe.engine.host;

/**
 * Runs {@link OwnershipScenarios} on the store in memory.
 */
class InMemoryOwnershipTests extends OwnershipScenarios {

	InMemoryOwnershipTests() {
		super(StoreUnderTest.inMemory());
	}

}
