package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.wfe.core.WfeException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Creating, persisting and loading workflow instances.
 */
interface WorkflowContract extends Stores {

	@Test
	default void createdInstanceIsLoadedWithAllItsFields() {
		WorkflowInstance instance = Samples.fullWorkflow().build();
		assertThat(provider().createNewWorkflow(instance)).isEqualTo(instance.id());
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
		Snapshot.assertSame(provider().getWorkflowInstanceByName(instance.name()), instance);
		Snapshot.assertSame(provider().getWorkflowInstances(List.of(instance.id())), List.of(instance));
	}

	@Test
	default void createdInstanceMayHaveNothingThatIsOptional() {
		WorkflowInstance instance = Samples.workflow().name(Samples.unique("name")).build();
		provider().createNewWorkflow(instance);
		WorkflowInstance loaded = provider().getWorkflowInstance(instance.id());
		Snapshot.assertSame(loaded, instance);
		assertThat(loaded.nextExecution()).isNull();
		assertThat(loaded.executionPointers()).isEmpty();
	}

	@Test
	default void newInstanceIsDueAtOnce() {
		WorkflowInstance instance = WorkflowInstance.create(Samples.unique("definition"), 0, Samples.json("{}"));
		provider().createNewWorkflow(instance);
		WorkflowInstance loaded = provider().getWorkflowInstance(instance.id());
		assertThat(loaded.nextExecution()).isEqualTo(Instant.EPOCH);
		assertThat(loaded.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		assertThat(loaded.createTime()).isEqualTo(instance.createTime());
		assertThat(provider().getRunnableInstances(Instant.EPOCH)).contains(instance.id());
		provider().persistWorkflow(loaded.toBuilder().status(WorkflowStatus.TERMINATED).build());
	}

	@ParameterizedTest
	@EnumSource(WorkflowStatus.class)
	default void statusIsKept(WorkflowStatus status) {
		WorkflowInstance instance = Samples.workflow().status(status).build();
		provider().createNewWorkflow(instance);
		assertThat(provider().getWorkflowInstance(instance.id()).status()).isEqualTo(status);
	}

	@Test
	default void createReturnsTheInstanceAsStoredWithARevision() {
		WorkflowInstance instance = Samples.fullWorkflow().build();
		WorkflowInstance created = provider().createWorkflowInstance(instance);
		Snapshot.assertSame(created, instance);
		assertThat(created.revision()).isNotNull();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), created);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "\t\n" })
	default void whenIdIsBlankThenOneIsGenerated(String blank) {
		WorkflowInstance instance = Samples.fullWorkflow().id(blank).build();
		WorkflowInstance created = provider().createWorkflowInstance(instance);
		assertThat(UUID.fromString(created.id()).version()).isEqualTo(7);
		WorkflowInstance expected = instance.toBuilder().id(created.id()).build();
		Snapshot.assertSame(created, expected);
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), expected);
		assertThat(provider().createNewWorkflow(Samples.workflow().id(blank).build())).isNotBlank()
			.isNotEqualTo(created.id());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "\t\n" })
	default void whenNameIsBlankThenItIsTheId(String blank) {
		WorkflowInstance instance = Samples.workflow().name(blank).build();
		provider().createNewWorkflow(instance);
		WorkflowInstance expected = instance.toBuilder().name(instance.id()).build();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), expected);
		Snapshot.assertSame(provider().getWorkflowInstanceByName(instance.id()), expected);
	}

	@Test
	default void whenIdAndNameAreBlankThenTheNameIsTheGeneratedId() {
		String id = provider().createNewWorkflow(Samples.workflow().id("").name("").build());
		assertThat(provider().getWorkflowInstance(id).name()).isEqualTo(id);
	}

	@Test
	default void whenIdIsTakenThenNothingIsCreated() {
		WorkflowInstance first = Samples.fullWorkflow().build();
		provider().createNewWorkflow(first);
		WorkflowInstance second = Samples.fullWorkflow().id(first.id()).build();
		assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
			.isThrownBy(() -> provider().createNewWorkflow(second))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(first.id()))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo(second.name()));
		Snapshot.assertSame(provider().getWorkflowInstance(first.id()), first);
		assertNotStored(second.name(), second.executionPointers());
	}

	@Test
	default void whenNameIsTakenThenNothingIsCreated() {
		WorkflowInstance first = Samples.fullWorkflow().build();
		provider().createNewWorkflow(first);
		WorkflowInstance second = Samples.fullWorkflow().name(first.name()).build();
		assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
			.isThrownBy(() -> provider().createWorkflowInstance(second))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(second.id()))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo(first.name()));
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstance(second.id()));
		Snapshot.assertSame(provider().getWorkflowInstanceByName(first.name()), first);
		assertNotStored(second.id(), second.executionPointers());
	}

	@Test
	default void whenCreatedTwiceThenItExistsAlreadyWhateverItsPointers() {
		WorkflowInstance instance = Samples.fullWorkflow().build();
		provider().createNewWorkflow(instance);
		assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
			.isThrownBy(() -> provider().createNewWorkflow(instance));
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
	}

	@Test
	default void persistWritesAllFields() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		WorkflowInstance changed = created.toBuilder()
			.name(Samples.unique("name"))
			.rootWorkflowId(Samples.unique("root"))
			.workflowDefinitionId(Samples.unique("definition"))
			.version(8)
			.description("Something else")
			.reference("order/4712")
			.executionPointers(List.of(Samples.fullPointer()))
			.nextExecution(Samples.BASE.plusSeconds(7))
			.status(WorkflowStatus.COMPLETE)
			.data(Samples.json("[{\"changed\": true}]"))
			.createTime(Samples.BASE.plusSeconds(8))
			.completeTime(Samples.BASE.plusSeconds(9))
			.build();
		Snapshot.assertSame(provider().persistWorkflow(changed), changed);
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), changed);
		Snapshot.assertSame(provider().getWorkflowInstanceByName(changed.name()), changed);
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstanceByName(created.name()));
	}

	@Test
	default void persistRemovesWhatIsOptional() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		WorkflowInstance changed = created.toBuilder()
			.rootWorkflowId(null)
			.description(null)
			.reference(null)
			.executionPointers(List.of())
			.nextExecution(null)
			.completeTime(null)
			.build();
		Snapshot.assertSame(provider().persistWorkflow(changed), changed);
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), changed);
	}

	@Test
	default void persistedInstanceIsPersistedAgainWithoutLoading() {
		WorkflowInstance instance = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		for (int i = 0; i < 5; i++) {
			List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
			pointers.add(Samples.pointer(i).build());
			instance = provider().persistWorkflow(instance.toBuilder()
				.description("Step " + i)
				.executionPointers(pointers)
				.data(Samples.json("{\"step\": " + i + "}"))
				.build());
			assertThat(instance.revision()).isNotNull();
			Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
		}
		Snapshot.assertSame(provider().persistWorkflow(instance), instance);
	}

	@Test
	default void whenPersistedIdIsUnknownThenNothingIsWritten() {
		WorkflowInstance instance = Samples.fullWorkflow().build();
		EventSubscription subscription = Samples.fullSubscription();
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().persistWorkflow(instance))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(instance.id()));
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().persistWorkflowWithSubscriptions(instance, List.of(subscription)))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(instance.id()));
		assertThatExceptionOfType(SubscriptionNotFoundException.class)
			.isThrownBy(() -> provider().getSubscription(subscription.id()));
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstance(instance.id()));
		assertNotStored(instance.name(), instance.executionPointers());
	}

	@Test
	default void whenPersistedNameIsTakenThenNothingIsWritten() {
		WorkflowInstance other = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		ExecutionPointer added = Samples.fullPointer();
		assertThatExceptionOfType(WfeException.class).isThrownBy(() -> provider()
			.persistWorkflow(created.toBuilder().name(other.name()).executionPointers(List.of(added)).build()));
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), created);
		assertNotStored(Samples.unique("name"), List.of(added));
	}

	@Test
	default void subscriptionsAreWrittenWithTheInstance() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		EventSubscription first = Samples.fullSubscription().toBuilder().workflowId(created.id()).build();
		String other = provider().createNewWorkflow(Samples.workflow().build());
		EventSubscription second = Samples.subscription(Samples.unique("event")).workflowId(other).build();
		WorkflowInstance persisted = provider().persistWorkflowWithSubscriptions(
				created.toBuilder().status(WorkflowStatus.COMPLETE).build(), List.of(first, second));
		assertThat(provider().getWorkflowInstance(created.id()).status()).isEqualTo(WorkflowStatus.COMPLETE);
		Snapshot.assertSame(provider().getSubscription(first.id()), first);
		Snapshot.assertSame(provider().getSubscription(second.id()), second);
		Snapshot.assertSame(provider().persistWorkflowWithSubscriptions(persisted, List.of()), persisted);
	}

	@Test
	default void whenRevisionIsStaleThenSubscriptionsAreNotWrittenEither() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		WorkflowInstance persisted = provider().persistWorkflow(created.toBuilder().description("newer").build());
		EventSubscription subscription = Samples.fullSubscription().toBuilder().workflowId(created.id()).build();
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> provider().persistWorkflowWithSubscriptions(created, List.of(subscription)))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(created.id()));
		assertThatExceptionOfType(SubscriptionNotFoundException.class)
			.isThrownBy(() -> provider().getSubscription(subscription.id()));
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), persisted);
	}

	@Test
	default void whenASubscriptionCannotBeWrittenThenTheInstanceIsNotEither() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		EventSubscription taken = Samples.fullSubscription().toBuilder().workflowId(created.id()).build();
		EventSubscription fresh = Samples.fullSubscription().toBuilder().workflowId(created.id()).build();
		Stores.subscribe(provider(), taken);
		WorkflowInstance changed = created.toBuilder().description("newer").executionPointers(List.of()).build();
		assertThatExceptionOfType(WfeException.class)
			.isThrownBy(() -> provider().persistWorkflowWithSubscriptions(changed, List.of(fresh, taken)));
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), created);
		assertThatExceptionOfType(SubscriptionNotFoundException.class)
			.isThrownBy(() -> provider().getSubscription(fresh.id()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "no-such-id", "'; --", "%" })
	default void whenInstanceIsUnknownThenItIsNotFound(String id) {
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> provider().getWorkflowInstance(id))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(id));
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstanceByName(id))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(id));
		assertThat(provider().getWorkflowInstances(List.of(id))).isEmpty();
	}

	@Test
	default void idIsNoNameAndNameIsNoId() {
		WorkflowInstance instance = Samples.fullWorkflow().build();
		provider().createNewWorkflow(instance);
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstance(instance.name()));
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstanceByName(instance.id()));
	}

	@Test
	default void manyInstancesAreLoadedInTheOrderAskedFor() {
		List<WorkflowInstance> instances = new ArrayList<>();
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			WorkflowInstance instance = Samples.workflow()
				.name(Samples.unique("name"))
				.data(Samples.json("{\"number\": " + i + "}"))
				.executionPointers(Samples.pointers(i % 4))
				.build();
			provider().createNewWorkflow(instance);
			instances.add(instance);
			ids.add(instance.id());
		}
		Collections.shuffle(instances, new Random(1));
		ids.clear();
		for (int i = 0; i < 1500; i++) {
			ids.add((i % 25 == 0) ? instances.get(i / 25).id() : Samples.unique("unknown"));
		}
		Snapshot.assertSame(provider().getWorkflowInstances(ids), instances);
		assertThat(provider().getWorkflowInstances(ids))
			.allSatisfy((instance) -> assertThatNoException().isThrownBy(() -> provider().persistWorkflow(instance)));
	}

	@Test
	default void whenAnIdIsAskedForTwiceThenItsInstanceIsThereTwice() {
		WorkflowInstance one = Samples.fullWorkflow().build();
		WorkflowInstance other = Samples.fullWorkflow().build();
		provider().createNewWorkflow(one);
		provider().createNewWorkflow(other);
		Snapshot.assertSame(provider().getWorkflowInstances(List.of(one.id(), other.id(), one.id())),
				List.of(one, other, one));
	}

	@Test
	default void whenNoIdIsAskedForThenThereIsNoInstance() {
		assertThat(provider().getWorkflowInstances(List.of())).isEmpty();
	}

	@Test
	default void sequencesCountFromOneAndDoNotMeet() {
		PersistenceProvider provider = provider();
		String one = Samples.unique("definition");
		String other = Samples.unique("definition");
		assertThat(List.of(provider.nextDefinitionSequence(one), provider.nextDefinitionSequence(one),
				provider.nextDefinitionSequence(other), provider.nextDefinitionSequence(one),
				provider.nextDefinitionSequence(other)))
			.containsExactly(1L, 2L, 1L, 3L, 2L);
	}

	/**
	 * A name that is not taken, and pointers that are not, can be stored.
	 */
	private void assertNotStored(String name, List<ExecutionPointer> pointers) {
		assertThatNoException().isThrownBy(
				() -> provider().createNewWorkflow(Samples.workflow().name(name).executionPointers(pointers).build()));
	}

}
