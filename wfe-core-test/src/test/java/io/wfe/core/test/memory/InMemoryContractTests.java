package io.wfe.core.test.memory;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.test.contract.PersistenceProviderContract;
import org.junit.jupiter.api.TestInstance;

/**
 * Holds {@link InMemoryPersistenceProvider} against the contract.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InMemoryContractTests extends PersistenceProviderContract {

	private final PersistenceProvider provider = new InMemoryPersistenceProvider();

	@Override
	public PersistenceProvider provider() {
		return this.provider;
	}

	@Override
	public PersistenceProvider emptyStore() {
		return new InMemoryPersistenceProvider();
	}

}
