package io.wfe.engine.test;

class InMemoryExternalWorkTests extends ExternalWorkScenarios {

	@Override
	WorkflowTesterBuilder builder() {
		return WorkflowTester.builder();
	}

}
