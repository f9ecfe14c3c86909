package io.wfe.engine.test;

class InMemoryTesterTests extends TesterScenarios {

	@Override
	WorkflowTesterBuilder builder() {
		return WorkflowTester.builder();
	}

}
