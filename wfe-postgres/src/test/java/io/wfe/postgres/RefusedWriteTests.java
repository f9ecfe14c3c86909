package io.wfe.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A persist that cannot be done writes nothing, names the pointer it is about, and leaves
 * the caller's transaction as it was.
 */
class RefusedWriteTests {

	@RegisterExtension
	static final TestStore store = TestStore.builder().connections(1).open();

	private final PostgresPersistenceProvider provider = store.provider();

	private WorkflowInstance created = workflow("w", "w-0", "w-1", "w-2");

	@BeforeEach
	void create() {
		this.provider.createNewWorkflow(workflow("other", "other-0"));
		this.created = this.provider.createWorkflowInstance(this.created);
	}

	private static WorkflowInstance workflow(String id, String... pointers) {
		return WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.id(id)
			.executionPointers(Stream.of(pointers).map(RefusedWriteTests::pointer).toList())
			.build();
	}

	private static ExecutionPointer pointer(String id) {
		return ExecutionPointer.create(1).toBuilder().id(id).build();
	}

	private WorkflowInstance with(String... added) {
		List<ExecutionPointer> pointers = new ArrayList<>(this.created.executionPointers());
		Stream.of(added).map(RefusedWriteTests::pointer).forEach(pointers::add);
		return this.created.toBuilder().executionPointers(pointers).reference("changed").build();
	}

	private static WorkflowInstance withoutRevision(WorkflowInstance instance) {
		return instance.toBuilder().revision(null).build();
	}

	private void assertThatTheTransactionGoesOn(ThrowingCallable refused) {
		store.transaction().executeWithoutResult((status) -> {
			assertThatCode(refused).doesNotThrowAnyException();
			this.provider.nextDefinitionSequence("goes on");
		});
		assertThat(this.provider.nextDefinitionSequence("goes on")).isEqualTo(2);
		assertThat(this.provider.getWorkflowInstance("w").reference()).isNull();
	}

	static Stream<List<String>> repeated() {
		return Stream.of(List.of("new", "new"), List.of("w-0"), List.of("new", "w-2"));
	}

	@ParameterizedTest
	@MethodSource("repeated")
	void whenAPointerOccursTwiceThenItIsNamed(List<String> added) {
		WorkflowInstance given = with(added.toArray(String[]::new));
		assertThatTheTransactionGoesOn(() -> assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> this.provider.persistWorkflow(given))
			.withMessage("ExecutionPointer '" + added.get(added.size() - 1)
					+ "': id must not occur twice in workflow instance 'w'"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAPointerBelongsToAnotherInstanceThenItIsNamed(boolean withRevision) {
		for (String[] added : new String[][] { { "other-0" }, { "new", "other-0" } }) {
			WorkflowInstance given = withRevision ? with(added) : withoutRevision(with(added));
			assertThatTheTransactionGoesOnOnce(() -> assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> this.provider.persistWorkflow(given))
				.withMessage("ExecutionPointer 'other-0': id belongs to a workflow instance other than 'w'"));
		}
		assertThat(this.provider.getWorkflowInstance("other").executionPointers()).hasSize(1);
	}

	private void assertThatTheTransactionGoesOnOnce(ThrowingCallable refused) {
		assertThatTheTransactionGoesOn(refused);
		store.jdbc().execute("TRUNCATE wfc.definition_sequences");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void whenAChangedPointerWasDeletedBehindTheStoresBackThenItIsNamed(int changed) {
		store.jdbc().execute("DELETE FROM wfc.execution_pointers WHERE id = 'w-1'");
		List<ExecutionPointer> pointers = new ArrayList<>(this.created.executionPointers());
		for (int i = 1; i <= changed; i++) {
			pointers.set(i, pointers.get(i).toBuilder().retryCount(7).build());
		}
		WorkflowInstance given = this.created.toBuilder().executionPointers(pointers).reference("changed").build();
		assertThatTheTransactionGoesOn(() -> assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> this.provider.persistWorkflow(given))
			.withMessageContaining("'w-1'"));
		assertThat(this.provider.getWorkflowInstance("w").executionPointers())
			.containsExactly(this.created.executionPointers().get(0), this.created.executionPointers().get(2));
	}

	@Test
	void whenANewInstanceHasThePointerOfAnotherThenItIsNamed() {
		for (String[] pointers : new String[][] { { "other-0" }, { "new-0", "other-0" } }) {
			assertThatTheTransactionGoesOnOnce(() -> assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> this.provider.createNewWorkflow(workflow("new", pointers)))
				.withMessage("ExecutionPointer 'other-0': id belongs to a workflow instance other than 'new'"));
		}
		assertThat(this.provider.getWorkflowInstances(List.of("new"))).isEmpty();
	}

	@Test
	void whenANewInstanceIsThereAlreadyThenItsPointersAreNoMatter() {
		assertThatTheTransactionGoesOn(() -> assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
			.isThrownBy(() -> this.provider.createNewWorkflow(workflow("other", "other-0"))));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAnInstanceGetsTheNameOfAnotherThenItIsNamed(boolean withRevision) {
		WorkflowInstance renamed = this.created.toBuilder().name("other").reference("changed").build();
		WorkflowInstance given = withRevision ? renamed : withoutRevision(renamed);
		assertThatTheTransactionGoesOn(() -> assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
			.isThrownBy(() -> this.provider.persistWorkflow(given))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("other")));
		WorkflowInstance free = this.provider.persistWorkflow(this.created.toBuilder().name("free").build());
		assertThat(this.provider.persistWorkflow(free.toBuilder().name("w").build()).name()).isEqualTo("w");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenASubscriptionIsThereAlreadyThenItIsNoted(boolean withRevision) {
		EventSubscription subscription = EventSubscription.create("w", 1, "w-0", "event", "key", Instant.EPOCH);
		EventSubscription other = EventSubscription.create("w", 1, "w-0", "event", "key", Instant.EPOCH);
		this.provider.createEventSubscription(subscription);
		WorkflowInstance changed = with("new");
		WorkflowInstance given = withRevision ? changed : withoutRevision(changed);
		for (List<EventSubscription> subscriptions : List.of(List.of(other, subscription), List.of(other, other))) {
			assertThatTheTransactionGoesOnOnce(() -> assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> this.provider.persistWorkflowWithSubscriptions(given, subscriptions))
				.withMessage("WorkflowInstance 'w': subscriptions must not hold a subscription whose id exists "
						+ "already"));
		}
		assertThat(this.provider.getSubscriptionsByWorkflow("w", 10)).hasSize(1);
	}

	/**
	 * Of two writers that bring the same key at the same time only the server can tell.
	 */
	@Test
	void whenAnotherWriterBringsThePointerMeanwhileThenItIsNamedAndTheTransactionIsOver() {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try (TestStore node = store.otherNode().open()) {
			TransactionTemplate transaction = store.transaction();
			transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
			Future<String> second = transaction.execute((status) -> {
				this.provider.createNewWorkflow(workflow("first", "both"));
				Future<String> waiting = threads
					.submit(() -> node.provider().createNewWorkflow(workflow("second", "both")));
				Awaitility.await().until(this::somebodyWaits);
				return waiting;
			});
			assertThat(second).failsWithin(Duration.ofSeconds(30))
				.withThrowableOfType(ExecutionException.class)
				.havingCause()
				.isInstanceOf(InvalidValueException.class)
				.withMessage("ExecutionPointer 'both': id belongs to a workflow instance other than 'second'; "
						+ "a transaction of the caller can only be rolled back");
		}
		finally {
			threads.shutdown();
		}
	}

	private boolean somebodyWaits() {
		return Boolean.TRUE.equals(store.observer().queryForObject("""
				SELECT EXISTS (SELECT FROM pg_stat_activity
					WHERE datname = current_database() AND wait_event_type = 'Lock')""", Boolean.class));
	}

	/**
	 * As a distributed PostgreSQL names the keys of a shard.
	 */
	@Test
	void whenTheNameOfAKeyHasASuffixThenTheValueIsStillNamed() {
		try (TestStore sharded = TestStore.create()) {
			sharded.jdbc().execute("ALTER INDEX wfc.execution_pointers_pkey RENAME TO execution_pointers_pkey_102008");
			sharded.jdbc().execute("ALTER INDEX wfc.workflows_name_key RENAME TO workflows_name_key_102009");
			sharded.provider().createNewWorkflow(workflow("taken", "taken-0"));
			assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> sharded.provider().createNewWorkflow(workflow("new", "taken-0")))
				.withMessageContaining("ExecutionPointer 'taken-0'");
			WorkflowInstance other = sharded.provider().createWorkflowInstance(workflow("other"));
			assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
				.isThrownBy(() -> sharded.provider().persistWorkflow(other.toBuilder().name("taken").build()));
		}
	}

	@Test
	void whenTheNameOfAKeyIsInTheMessageOnlyThenTheValueIsStillNamed() {
		try (TestStore sharded = TestStore.create()) {
			sharded.jdbc().execute("""
					CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
					BEGIN
						RAISE unique_violation USING MESSAGE =
							'duplicate key value violates unique constraint "execution_pointers_pkey_102008"',
							DETAIL = 'Key (id)=(new-0) already exists.';
					END $$
					""");
			sharded.jdbc().execute("""
					CREATE TRIGGER refuse BEFORE INSERT ON wfc.execution_pointers
					FOR EACH ROW EXECUTE FUNCTION refuse()
					""");
			assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> sharded.provider().createNewWorkflow(workflow("new", "new-0")))
				.withMessageContaining("ExecutionPointer 'new-0'");
		}
	}

}
