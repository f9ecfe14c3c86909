package io.wfe.engine.test;

import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresTesterTests extends TesterScenarios {

	private final PostgresStore store;

	PostgresTesterTests(TestDatabase database) {
		this.store = new PostgresStore(database);
	}

	@AfterEach
	void closeStore() {
		closeTesters();
		this.store.close();
	}

	@Override
	WorkflowTesterBuilder builder() {
		return WorkflowTester.builder(this.store.provider());
	}

}
