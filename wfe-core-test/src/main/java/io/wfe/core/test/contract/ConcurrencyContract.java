package io.wfe.core.test.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Revisions, and many threads at once.
 */
interface ConcurrencyContract extends Stores {

	/** D28. */
	@Test
	default void whenRevisionIsStaleThenNothingIsWritten() {
		String id = provider().createNewWorkflow(Samples.fullWorkflow().build());
		WorkflowInstance one = provider().getWorkflowInstance(id);
		WorkflowInstance other = provider().getWorkflowInstance(id);
		WorkflowInstance persisted = provider().persistWorkflow(other.toBuilder()
			.description("other")
			.executionPointers(other.executionPointers().subList(1, 3))
			.build());
		ExecutionPointer added = Samples.fullPointer();
		WorkflowInstance late = one.toBuilder()
			.description("one")
			.status(WorkflowStatus.TERMINATED)
			.executionPointers(List.of(added))
			.build();
		assertThatExceptionOfType(ConcurrentUpdateException.class).isThrownBy(() -> provider().persistWorkflow(late))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(id));
		Snapshot.assertSame(provider().getWorkflowInstance(id), persisted);
		assertThatNoException().isThrownBy(() -> provider().createNewWorkflow(Samples.workflow(added)));
	}

	@Test
	default void onlyTheLastRevisionIsGood() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		WorkflowInstance second = provider().persistWorkflow(created.toBuilder().description("2").build());
		WorkflowInstance third = provider().persistWorkflow(second.toBuilder().description("3").build());
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> provider().persistWorkflow(created));
		assertThatExceptionOfType(ConcurrentUpdateException.class).isThrownBy(() -> provider().persistWorkflow(second));
		assertThatNoException().isThrownBy(() -> provider().persistWorkflow(third));
	}

	@Test
	default void revisionNoticesThatOnlyAPointerHasChanged() {
		String id = provider().createNewWorkflow(Samples.fullWorkflow().build());
		WorkflowInstance one = provider().getWorkflowInstance(id);
		List<ExecutionPointer> pointers = new ArrayList<>(one.executionPointers());
		pointers.set(1, pointers.get(1).toBuilder().retryCount(9).build());
		provider().persistWorkflow(one.toBuilder().executionPointers(pointers).build());
		assertThatExceptionOfType(ConcurrentUpdateException.class).isThrownBy(() -> provider().persistWorkflow(one));
		assertThat(provider().getWorkflowInstance(id).executionPointers().get(1).retryCount()).isEqualTo(9);
	}

	@Test
	default void allWaysOfLoadingGiveARevision() {
		WorkflowInstance instance = Samples.fullWorkflow().build();
		provider().createNewWorkflow(instance);
		List<WorkflowInstance> loaded = List.of(provider().getWorkflowInstance(instance.id()),
				provider().getWorkflowInstanceByName(instance.name()),
				provider().getWorkflowInstances(List.of(instance.id())).get(0));
		provider().persistWorkflow(loaded.get(0).toBuilder().description("changed").build());
		assertThat(loaded).allSatisfy((one) -> assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> provider().persistWorkflow(one)));
	}

	@Test
	default void readingLeavesTheRevisionGood() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		WorkflowInstance other = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		provider().getWorkflowInstance(created.id());
		provider().getRunnableInstances(Samples.FAR_FUTURE, 10);
		provider().persistWorkflow(other);
		Stores.subscribe(provider(), Samples.fullSubscription().toBuilder().workflowId(created.id()).build());
		assertThatNoException().isThrownBy(() -> provider().persistWorkflow(created));
	}

	@Test
	default void refusedInstanceLeavesTheRevisionGood() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> provider().persistWorkflow(created.toBuilder().description("\u0000").build()));
		assertThatNoException().isThrownBy(() -> provider().persistWorkflow(created));
	}

	@Test
	default void instanceWithoutRevisionOverwrites() {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		provider().persistWorkflow(created.toBuilder()
			.description("other")
			.executionPointers(List.of(Samples.fullPointer(), created.executionPointers().get(2)))
			.build());
		WorkflowInstance forced = created.toBuilder().description("forced").revision(null).build();
		WorkflowInstance persisted = provider().persistWorkflow(forced);
		assertThat(persisted.revision()).isNotNull();
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), forced);
		assertThatNoException().isThrownBy(() -> provider().persistWorkflow(persisted));
	}

	@Test
	default void ofTwoWithTheSameRevisionOneWins() throws Exception {
		for (int round = 0; round < 20; round++) {
			WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
			List<Boolean> won = Threads.callAll(2, (index) -> {
				try {
					provider().persistWorkflow(created.toBuilder()
						.description("thread " + index)
						.executionPointers(List.of(Samples.pointer(index).build()))
						.build());
					return true;
				}
				catch (ConcurrentUpdateException ex) {
					return false;
				}
			});
			assertThat(won).containsOnlyOnce(true);
			WorkflowInstance loaded = provider().getWorkflowInstance(created.id());
			assertThat(loaded.description()).isEqualTo("thread " + won.indexOf(true));
			assertThat(loaded.executionPointers()).extracting(ExecutionPointer::stepId)
				.containsExactly(won.indexOf(true));
		}
	}

	@Test
	default void noChangeIsLostIfLoadingAndPersistingIsRepeated() throws Exception {
		String id = provider().createNewWorkflow(
				Samples.workflow(versioned(0)).toBuilder().data(Samples.json("{\"version\": 0}")).build());
		AtomicInteger conflicts = new AtomicInteger();
		Threads.callAll(8, (index) -> {
			for (int i = 0; i < 10; i++) {
				while (!increment(id)) {
					conflicts.incrementAndGet();
				}
			}
			return index;
		});
		WorkflowInstance loaded = provider().getWorkflowInstance(id);
		assertThat(version(loaded.data())).as("after %s conflicts", conflicts).isEqualTo(80);
		assertThat(version(loaded.executionPointers().get(0).persistenceData())).isEqualTo(80);
	}

	private boolean increment(String id) {
		WorkflowInstance loaded = provider().getWorkflowInstance(id);
		int version = version(loaded.data()) + 1;
		ExecutionPointer pointer = loaded.executionPointers()
			.get(0)
			.toBuilder()
			.persistenceData(Samples.json("{\"version\": " + version + "}"))
			.build();
		try {
			provider().persistWorkflow(loaded.toBuilder()
				.data(Samples.json("{\"version\": " + version + "}"))
				.executionPointers(List.of(pointer))
				.build());
			return true;
		}
		catch (ConcurrentUpdateException ex) {
			return false;
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void loadedInstanceIsNeverTorn(boolean revision) throws Exception {
		String id = Samples.unique("workflow");
		provider().createNewWorkflow(version(Samples.workflow().id(id).name(id).build(), 0));
		AtomicInteger readers = new AtomicInteger(3);
		AtomicInteger written = new AtomicInteger();
		List<Integer> versions = Threads.callAll(4, (index) -> {
			if (index == 3) {
				return persistUntilNobodyReads(id, readers, written, revision);
			}
			try {
				for (int i = 0; i < 150 || written.get() < 10; i++) {
					assertNotTorn(switch (index) {
						case 0 -> provider().getWorkflowInstance(id);
						case 1 -> provider().getWorkflowInstanceByName(id);
						default -> provider().getWorkflowInstances(List.of(id)).get(0);
					});
				}
				return 0;
			}
			finally {
				readers.decrementAndGet();
			}
		});
		assertThat(versions.get(3)).isPositive();
	}

	private int persistUntilNobodyReads(String id, AtomicInteger readers, AtomicInteger written, boolean revision) {
		WorkflowInstance instance = provider().getWorkflowInstance(id);
		try {
			while (readers.get() > 0) {
				WorkflowInstance next = version(instance, written.incrementAndGet());
				instance = provider().persistWorkflow(revision ? next : next.toBuilder().revision(null).build());
			}
			return written.get();
		}
		finally {
			// Nobody waits for a writer that has failed
			written.set(Integer.MAX_VALUE);
		}
	}

	private static void assertNotTorn(WorkflowInstance loaded) {
		int version = version(loaded.data());
		assertThat(loaded.executionPointers()).hasSize(pointerCount(version));
		assertThat(loaded.executionPointers())
			.allSatisfy((pointer) -> assertThat(version(pointer.persistenceData())).isEqualTo(version));
	}

	/**
	 * Returns an instance whose data, pointers and number of pointers all tell the
	 * version.
	 */
	private static WorkflowInstance version(WorkflowInstance instance, int version) {
		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		while (pointers.size() > pointerCount(version)) {
			pointers.remove(0);
		}
		pointers.replaceAll((pointer) -> pointer.toBuilder()
			.persistenceData(Samples.json("{\"version\": " + version + "}"))
			.build());
		while (pointers.size() < pointerCount(version)) {
			pointers.add(pointers.size() / 2, versioned(version));
		}
		return instance.toBuilder()
			.data(Samples.json("{\"version\": " + version + "}"))
			.executionPointers(pointers)
			.build();
	}

	private static int pointerCount(int version) {
		return 1 + version % 7;
	}

	private static ExecutionPointer versioned(int version) {
		return Samples.pointer(version).persistenceData(Samples.json("{\"version\": " + version + "}")).build();
	}

	private static int version(@Nullable JsonNode json) {
		assertThat(json).isNotNull();
		return (json != null) ? json.get("version").intValue() : -1;
	}

	@Test
	default void concurrentOverwritesEndWithOneOfThem() throws Exception {
		WorkflowInstance created = provider()
			.createWorkflowInstance(Samples.workflow().executionPointers(Samples.pointers(20)).build());
		List<WorkflowInstance> last = Threads.callAll(8, (index) -> {
			Random random = new Random(index);
			WorkflowInstance instance = created;
			for (int i = 0; i < 10; i++) {
				List<ExecutionPointer> pointers = new ArrayList<>(created.executionPointers());
				Collections.shuffle(pointers, random);
				int retryCount = index;
				pointers.replaceAll((pointer) -> pointer.toBuilder().retryCount(retryCount).build());
				instance = created.toBuilder()
					.description("thread " + index)
					.executionPointers(pointers.subList(0, 10 + random.nextInt(10)))
					.revision(null)
					.build();
				provider().persistWorkflow(instance);
			}
			return instance;
		});
		WorkflowInstance loaded = provider().getWorkflowInstance(created.id());
		assertThat(last).extracting(Snapshot::of).contains(Snapshot.of(loaded));
	}

	@Test
	default void manyInstancesAreCreatedAtOnce() throws Exception {
		List<WorkflowInstance> created = Threads
			.callAll(15,
					(index) -> List.of(provider().createWorkflowInstance(Samples.fullWorkflow().build()),
							provider().createWorkflowInstance(Samples.fullWorkflow().build())))
			.stream()
			.flatMap(Collection::stream)
			.toList();
		assertThat(created).hasSize(30);
		Snapshot.assertSame(provider().getWorkflowInstances(created.stream().map(WorkflowInstance::id).toList()),
				created);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void ofManyThatCreateTheSameInstanceOneWins(boolean sameId) throws Exception {
		WorkflowInstance instance = Samples.fullWorkflow().build();
		List<Boolean> won = Threads.callAll(8, (index) -> {
			WorkflowInstance.Builder own = instance.toBuilder()
				.description("thread " + index)
				.executionPointers(List.of(Samples.pointer(index).build()));
			try {
				provider().createNewWorkflow((sameId ? own : own.id(Samples.unique("workflow"))).build());
				return true;
			}
			catch (WorkflowAlreadyExistsException ex) {
				return false;
			}
		});
		assertThat(won).containsOnlyOnce(true);
		WorkflowInstance loaded = provider().getWorkflowInstanceByName(instance.name());
		assertThat(loaded.description()).isEqualTo("thread " + won.indexOf(true));
		assertThat(loaded.executionPointers()).extracting(ExecutionPointer::stepId).containsExactly(won.indexOf(true));
	}

	@Test
	default void sequenceHasNoGapsAndNoDuplicates() throws Exception {
		String definition = Samples.unique("definition");
		List<Long> numbers = Threads.callAll(16, (index) -> {
			List<Long> own = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				own.add(provider().nextDefinitionSequence(definition));
			}
			assertThat(own).isSorted();
			return own;
		}).stream().flatMap(Collection::stream).toList();
		assertThat(numbers).containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 160).boxed().toList());
	}

}
