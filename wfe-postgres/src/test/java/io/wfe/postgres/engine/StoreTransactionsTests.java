package io.wfe.postgres.engine;

import java.util.ArrayList;
import java.util.List;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreTransactions;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Engines join the transactions of the application.
 */
class StoreTransactionsTests {

	@RegisterExtension
	static final TestStore store = TestStore.create();

	private final PersistenceProvider provider = store.provider();

	private final StoreTransactions transactions = this.provider.transactions();

	private final List<String> ends = new ArrayList<>();

	private void noteEnd() {
		this.transactions.afterEnd(() -> this.ends.add("committed"), () -> this.ends.add("rolled back"));
	}

	@Test
	void aDataSourceIsSharedIfThereIsATransactionManagerOfTheApplication() {
		assertThat(this.transactions.isShared()).isTrue();
		assertThat(PostgresPersistenceProvider.builder(store.dataSource()).build().transactions().isShared()).isFalse();
		assertThat(PostgresPersistenceProvider.builder(store.dataSource())
			.transactionManager(store.transactionManager())
			.dedicated(true)
			.build()
			.transactions()
			.isShared()).isFalse();
	}

	@Test
	void theEndOfATransactionIsToldWhenItIsThere() {
		noteEnd();
		assertThat(this.ends).containsExactly("committed");
		assertThat(this.transactions.isActive()).isFalse();
		store.transaction().executeWithoutResult((status) -> {
			assertThat(this.transactions.isActive()).isTrue();
			noteEnd();
			assertThat(this.ends).hasSize(1);
		});
		store.transaction().executeWithoutResult((status) -> {
			noteEnd();
			status.setRollbackOnly();
		});
		assertThat(this.ends).containsExactly("committed", "committed", "rolled back");
	}

	/**
	 * So an engine knows before it stores an instance as its own.
	 */
	@Test
	void aTransactionThatTellsNobodyOfItsEndIsKnown() {
		assertThat(this.transactions.tellsEnd()).isTrue();
		store.transaction().executeWithoutResult((status) -> assertThat(this.transactions.tellsEnd()).isTrue());
		JdbcTransactionManager silent = new JdbcTransactionManager(store.dataSource());
		silent.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
		new TransactionTemplate(silent).executeWithoutResult((status) -> {
			assertThat(this.transactions.isActive()).isTrue();
			assertThat(this.transactions.tellsEnd()).isFalse();
		});
	}

	@Test
	void whatAnActionWritesIsRolledBackWithIt() {
		assertThatIllegalStateException().isThrownBy(() -> this.transactions.execute(() -> {
			Passes.start(this.provider, "instance", null);
			noteEnd();
			throw new IllegalStateException("no");
		})).withMessage("no");
		assertThat(this.ends).containsExactly("rolled back");
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> this.provider.getWorkflowInstance("instance"));
		assertThat(this.transactions.execute(() -> Passes.start(this.provider, "instance", null)))
			.isEqualTo(this.provider.getWorkflowInstance("instance"));
	}

	/**
	 * A step and its pass take effect together, and can be repeated together.
	 */
	@Test
	void aPassJoinsTheTransactionOfItsStep() {
		this.provider.registerHost("host", "host", "1", Passes.LEASE);
		WorkflowInstance instance = Passes.start(this.provider, "instance", "host");
		store.transaction().executeWithoutResult((status) -> {
			assertThat(this.provider.persistPasses("host", List.of(Passes.again(instance)))).singleElement()
				.isInstanceOf(PassOutcome.Persisted.class);
			status.setRollbackOnly();
		});
		assertThat(this.provider.getWorkflowInstance("instance")).isEqualTo(instance);
		Passes.persist(this.provider, "host", Passes.again(instance));
	}

	/**
	 * Otherwise the rollback of an application would take back what a host owns.
	 */
	@Test
	void aClaimDoesNotJoinATransactionOfTheCaller() {
		this.provider.registerHost("host", "host", "1", Passes.LEASE);
		Passes.start(this.provider, "instance", null);
		store.transaction().executeWithoutResult((status) -> {
			assertThat(this.provider.claimWorkflows("host", List.of(Passes.DEFINITION), 1)).hasSize(1);
			status.setRollbackOnly();
		});
		assertThat(this.provider.claimWorkflows("host", List.of(Passes.DEFINITION), 1)).isEmpty();
	}

}
