package io.wfe.engine.test.shop;

import io.wfe.engine.test.WorkflowTester;
import io.wfe.engine.test.autoconfigure.WfeEngineTest;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.autoconfigure.AutoConfigureWfePostgres;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@WfeEngineTest
@AutoConfigureWfePostgres
class PostgresSliceTests extends SliceScenarios {

	@Test
	@Transactional
	void whenATransactionIsOpenThenTheTestSaysSo(@Autowired WorkflowTester tester) {
		assertThatIllegalStateException().isThrownBy(tester::runUntilIdle).withMessageContaining("@Transactional");
	}

	@Test
	void storeIsOnPostgres(@Autowired PostgresPersistenceProvider provider) {
		assertThat(provider.countWorkflows()).isEmpty();
	}

}
