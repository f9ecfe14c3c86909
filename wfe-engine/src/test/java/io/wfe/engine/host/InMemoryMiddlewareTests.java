package io.wfe.engine.host;

/**
 * Runs {@link MiddlewareScenarios} in memory.
 */
class InMemoryMiddlewareTests extends MiddlewareScenarios {

	InMemoryMiddlewareTests() {
		super(StoreUnderTest.inMemory());
	}

}
