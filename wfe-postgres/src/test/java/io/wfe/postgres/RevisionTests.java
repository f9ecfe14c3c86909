package io.wfe.postgres;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for which changes of a stored instance its revision notices, and for persisting
 * an instance that cannot be persisted in a transaction of the caller.
 */
class RevisionTests {

	@RegisterExtension
	static final TestStore store = TestStore.create();

	@Test
	void whenARowMovesBackToItsOldPlaceThenAStaleCopyIsRefused() {
		WorkflowInstance created = store.transaction().execute((status) -> {
			WorkflowInstance instance = store.provider().createWorkflowInstance(workflow("w"));
			store.provider().persistWorkflow(instance.toBuilder().reference("first").build());
			return instance;
		});
		store.jdbc().execute("VACUUM FULL wfc.workflows");
		assertThat(text("SELECT ctid::text FROM wfc.workflows")).isEqualTo("(0,1)");
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> store.provider().persistWorkflow(created.toBuilder().reference("stale").build()));
		assertThat(store.provider().getWorkflowInstance("w").reference()).isEqualTo("first");
	}

	/**
	 * The first write was acknowledged by a server that is gone. On its standby, which
	 * has not got it, another write gets the same transaction number and the same place.
	 */
	@Test
	void whenAWriteWasLostInAFailoverThenAnotherOneWithItsNumbersIsNoticed() {
		WorkflowInstance created = store.provider().createWorkflowInstance(workflow("w"));
		WorkflowInstance lost = store.provider().persistWorkflow(created.toBuilder().reference("lost").build());
		PostgresRevision revision = Objects.requireNonNull(PostgresRevision.of(lost));
		store.provider().persistWorkflow(created.toBuilder().revision(null).reference("kept").build());
		String xmin = text("SELECT xmin::text FROM wfc.workflows");
		WorkflowInstance sameNumbers = lost.toBuilder()
			.revision(new PostgresRevision(new Version(xmin, revision.version().stamp()), lost.name(), lost.data(),
					revision.pointers()))
			.build();
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> store.provider().persistWorkflow(sameNumbers));
		assertThat(store.provider().getWorkflowInstance("w").reference()).isEqualTo("kept");
	}

	@ParameterizedTest
	@ValueSource(strings = { "VACUUM FULL wfc.workflows", "CLUSTER wfc.workflows USING workflows_pkey" })
	void whenTheTableIsRewrittenWithoutAChangeThenTheRevisionHolds(String rewrite) {
		store.provider().createNewWorkflow(workflow("other"));
		WorkflowInstance created = store.provider().createWorkflowInstance(workflow("w"));
		WorkflowInstance persisted = store.provider().persistWorkflow(created.toBuilder().reference("a").build());
		store.jdbc().execute(rewrite);
		assertThat(store.provider().persistWorkflow(persisted.toBuilder().reference("b").build()).reference())
			.isEqualTo("b");
	}

	@Test
	void whenTheRustImplementationHasCreatedTheRowThenItsRevisionHolds() {
		store.jdbc()
			.execute("INSERT INTO wfc.workflows (id, name, definition_id, version, status, data, create_time) "
					+ "VALUES ('w', 'w', 'd', 1, 'Runnable', '{}', now())");
		WorkflowInstance loaded = store.provider().getWorkflowInstance("w");
		WorkflowInstance persisted = store.provider().persistWorkflow(loaded.toBuilder().reference("a").build());
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> store.provider().persistWorkflow(loaded));
		assertThat(store.provider().persistWorkflow(persisted).reference()).isEqualTo("a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAPointerBelongsToAnotherInstanceThenTheTransactionOfTheCallerGoesOn(boolean withRevision) {
		ExecutionPointer foreign = ExecutionPointer.create(1);
		store.provider().createNewWorkflow(workflow("other", foreign));
		WorkflowInstance created = store.provider().createWorkflowInstance(workflow("w", ExecutionPointer.create(0)));
		WorkflowInstance changed = created.toBuilder()
			.executionPointers(List.of(created.executionPointers().get(0), foreign))
			.revision(withRevision ? created.revision() : null)
			.build();
		inATransactionThatGoesOn(() -> assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> store.provider().persistWorkflow(changed))
			.withMessageContaining(foreign.id()));
		assertThat(store.provider().getWorkflowInstance("w")).isEqualTo(created);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAPointerOccursTwiceThenTheTransactionOfTheCallerGoesOn(boolean stored) {
		ExecutionPointer pointer = ExecutionPointer.create(0);
		WorkflowInstance created = store.provider().createWorkflowInstance(workflow("w", pointer));
		ExecutionPointer twice = stored ? pointer : ExecutionPointer.create(1);
		WorkflowInstance changed = created.toBuilder().executionPointers(List.of(pointer, twice, twice)).build();
		inATransactionThatGoesOn(() -> assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> store.provider().persistWorkflow(changed))
			.withMessageContaining(twice.id())
			.withMessageContaining("twice"));
		assertThat(store.provider().getWorkflowInstance("w")).isEqualTo(created);
	}

	@Test
	void whenAPointerWasDeletedBehindTheStoreThenTheTransactionOfTheCallerGoesOn() {
		ExecutionPointer pointer = ExecutionPointer.create(0);
		WorkflowInstance created = store.provider()
			.createWorkflowInstance(workflow("w", pointer, ExecutionPointer.create(1)));
		store.jdbc().update("DELETE FROM wfc.execution_pointers WHERE id = ?", pointer.id());
		WorkflowInstance changed = created.toBuilder()
			.executionPointers(List.of(pointer.toBuilder().retryCount(1).build(), created.executionPointers().get(1)))
			.build();
		inATransactionThatGoesOn(() -> assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> store.provider().persistWorkflow(changed))
			.withMessageContaining(pointer.id()));
	}

	/**
	 * A writer that is always faster than the one without a revision, unless that one
	 * locks the row.
	 */
	@Test
	void whenOthersWriteAllTheTimeThenAPersistWithoutARevisionQueuesBehindThem() throws Exception {
		WorkflowInstance created = store.provider().createWorkflowInstance(workflow("w"));
		AtomicBoolean done = new AtomicBoolean();
		CountDownLatch begun = new CountDownLatch(4);
		ExecutorService writers = Executors.newFixedThreadPool(4);
		try (TestStore node = store.otherNode().open()) {
			List<Future<?>> futures = IntStream.range(0, 4).<Future<?>>mapToObj((writer) -> writers.submit(() -> {
				TransactionTemplate transaction = node.transaction();
				transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
				begun.countDown();
				while (!done.get()) {
					transaction.executeWithoutResult((status) -> node.jdbc()
						.update("UPDATE wfc.workflows SET description = ? WHERE id = 'w'", "" + writer));
				}
			})).toList();
			assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
			for (int i = 0; i < 20; i++) {
				WorkflowInstance given = created.toBuilder().revision(null).reference("r" + i).build();
				assertThat(store.provider().persistWorkflow(given).reference()).isEqualTo("r" + i);
			}
			done.set(true);
			for (Future<?> future : futures) {
				future.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			done.set(true);
			writers.shutdownNow();
		}
	}

	private static void inATransactionThatGoesOn(Runnable action) {
		store.transaction().executeWithoutResult((status) -> {
			action.run();
			store.provider().createNewWorkflow(workflow("later"));
		});
		assertThat(store.provider().getWorkflowInstance("later").id()).isEqualTo("later");
	}

	private static String text(String query) {
		return Objects.requireNonNull(store.jdbc().queryForObject(query, String.class));
	}

	private static WorkflowInstance workflow(String id, ExecutionPointer... pointers) {
		return WorkflowInstance.create("definition", 1, JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.id(id)
			.executionPointers(List.of(pointers))
			.build();
	}

}
