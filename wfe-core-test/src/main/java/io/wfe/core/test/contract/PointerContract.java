package io.wfe.core.test.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Execution pointers: their fields and their order.
 */
interface PointerContract extends Stores {

	@Test
	default void pointerHasAllItsFields() {
		WorkflowInstance instance = Samples.workflow(Samples.fullPointer());
		provider().createNewWorkflow(instance);
		Snapshot.assertSame(loadedPointers(instance), instance.executionPointers());
	}

	@Test
	default void pointerMayHaveNothingThatIsOptional() {
		WorkflowInstance instance = Samples.workflow(Samples.pointer(0).active(false).build(),
				ExecutionPointer.create(1));
		provider().createNewWorkflow(instance);
		Snapshot.assertSame(loadedPointers(instance), instance.executionPointers());
	}

	@ParameterizedTest
	@EnumSource(PointerStatus.class)
	default void pointerStatusIsKept(PointerStatus status) {
		WorkflowInstance instance = Samples.workflow(Samples.pointer(1).status(status).build());
		provider().createNewWorkflow(instance);
		assertThat(loadedPointers(instance).get(0).status()).isEqualTo(status);
	}

	@Test
	default void persistWritesAllFieldsOfAPointer() {
		ExecutionPointer full = Samples.fullPointer();
		ExecutionPointer empty = ExecutionPointer.builder().id(full.id()).build();
		WorkflowInstance created = provider().createWorkflowInstance(Samples.workflow(empty));
		WorkflowInstance filled = provider().persistWorkflow(with(created, List.of(full)));
		Snapshot.assertSame(filled.executionPointers(), List.of(full));
		Snapshot.assertSame(loadedPointers(created), List.of(full));
		WorkflowInstance emptied = provider().persistWorkflow(with(filled, List.of(empty)));
		Snapshot.assertSame(emptied.executionPointers(), List.of(empty));
		Snapshot.assertSame(loadedPointers(created), List.of(empty));
	}

	@Test
	default void childrenAndScopeKeepTheirOrder() {
		List<String> children = List.of("z", "a", "m", "a", "", "10", "9");
		List<String> scope = List.of("3", "1", "2");
		WorkflowInstance created = provider()
			.createWorkflowInstance(Samples.workflow(Samples.pointer(1).children(children).scope(scope).build()));
		assertThat(loadedPointers(created).get(0).children()).isEqualTo(children);
		assertThat(loadedPointers(created).get(0).scope()).isEqualTo(scope);
		List<String> reversed = new ArrayList<>(children);
		Collections.reverse(reversed);
		provider().persistWorkflow(
				with(created, List.of(created.executionPointers().get(0).toBuilder().children(reversed).build())));
		assertThat(loadedPointers(created).get(0).children()).isEqualTo(reversed);
		assertThat(loadedPointers(created).get(0).scope()).isEqualTo(scope);
	}

	/** D25. */
	@Test
	default void pointersKeepTheirOrderWhateverTheirIds() {
		String suffix = Samples.unique("");
		List<ExecutionPointer> pointers = List.of("z", "b", "10", "9", "a", "Z")
			.stream()
			.map((id) -> Samples.pointer(0).id(id + suffix).build())
			.toList();
		WorkflowInstance created = provider()
			.createWorkflowInstance(Samples.workflow().executionPointers(pointers).build());
		Snapshot.assertSame(created.executionPointers(), pointers);
		Snapshot.assertSame(loadedPointers(created), pointers);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void pointersAreReordered(boolean revision) {
		List<ExecutionPointer> pointers = new ArrayList<>(Samples.pointers(10));
		WorkflowInstance instance = provider()
			.createWorkflowInstance(Samples.workflow().executionPointers(pointers).build());
		Collections.reverse(pointers);
		instance = persist(with(instance, pointers), revision);
		Collections.swap(pointers, 0, 9);
		instance = persist(with(instance, pointers), revision);
		Collections.rotate(pointers, 3);
		persist(with(instance, pointers), revision);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void pointersAreInsertedAnywhere(boolean revision) {
		List<ExecutionPointer> pointers = new ArrayList<>(Samples.pointers(4));
		WorkflowInstance instance = provider()
			.createWorkflowInstance(Samples.workflow().executionPointers(pointers).build());
		pointers.add(2, Samples.fullPointer());
		instance = persist(with(instance, pointers), revision);
		pointers.add(0, Samples.fullPointer());
		instance = persist(with(instance, pointers), revision);
		pointers.add(Samples.fullPointer());
		instance = persist(with(instance, pointers), revision);
		for (int i = 0; i < 30; i++) {
			pointers.add(3, Samples.pointer(i).build());
			instance = persist(with(instance, pointers), revision);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void pointersAreRemoved(boolean revision) {
		List<ExecutionPointer> pointers = new ArrayList<>(Samples.pointers(6));
		WorkflowInstance instance = provider()
			.createWorkflowInstance(Samples.workflow().executionPointers(pointers).build());
		ExecutionPointer removed = pointers.remove(2);
		instance = persist(with(instance, pointers), revision);
		pointers.remove(0);
		pointers.remove(pointers.size() - 1);
		instance = persist(with(instance, pointers), revision);
		pointers.add(0, removed.toBuilder().stepName("is back").build());
		instance = persist(with(instance, pointers), revision);
		instance = persist(with(instance, List.of()), revision);
		persist(with(instance, pointers), revision);
	}

	@Test
	default void removedPointerMayMoveToAnotherInstance() {
		ExecutionPointer pointer = Samples.fullPointer();
		WorkflowInstance one = provider().createWorkflowInstance(Samples.workflow(pointer));
		WorkflowInstance other = provider().createWorkflowInstance(Samples.workflow().build());
		provider().persistWorkflow(with(one, List.of()));
		provider().persistWorkflow(with(other, List.of(pointer)));
		assertThat(loadedPointers(one)).isEmpty();
		Snapshot.assertSame(loadedPointers(other), List.of(pointer));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void manyPointersChangeAtOnce(boolean revision) {
		List<ExecutionPointer> pointers = new ArrayList<>(Samples.pointers(300));
		WorkflowInstance instance = provider()
			.createWorkflowInstance(Samples.workflow().executionPointers(pointers).build());
		Snapshot.assertSame(loadedPointers(instance), pointers);
		pointers.replaceAll((pointer) -> pointer.toBuilder()
			.status(PointerStatus.COMPLETE)
			.active(false)
			.endTime(Samples.BASE)
			.outcome(Samples.json("{\"step\": " + pointer.stepId() + "}"))
			.extensionAttributes(Map.of("done", Samples.json("true")))
			.build());
		instance = persist(with(instance, pointers), revision);
		Collections.shuffle(pointers, new Random(2));
		pointers.subList(0, 100).clear();
		pointers.addAll(50, Samples.pointers(150));
		persist(with(instance, pointers), revision);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void storedPointersEqualTheGivenOnesAfterAnyChange(boolean revision) {
		Random random = new Random(3);
		WorkflowInstance instance = provider()
			.createWorkflowInstance(Samples.workflow().executionPointers(Samples.pointers(8)).build());
		for (int round = 0; round < 40; round++) {
			List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
			for (int i = random.nextInt(4); i >= 0; i--) {
				change(pointers, random);
			}
			instance = persist(with(instance, pointers), revision);
		}
	}

	private static void change(List<ExecutionPointer> pointers, Random random) {
		int index = random.nextInt(pointers.size() + 1);
		if (index == pointers.size() || random.nextInt(4) == 0) {
			pointers.add(index, random.nextBoolean() ? Samples.fullPointer() : Samples.pointer(index).build());
		}
		else if (random.nextInt(3) == 0) {
			pointers.remove(index);
		}
		else if (random.nextBoolean()) {
			Collections.swap(pointers, index, random.nextInt(pointers.size()));
		}
		else {
			ExecutionPointer pointer = pointers.get(index);
			pointers.set(index,
					pointer.toBuilder()
						.retryCount(pointer.retryCount() + 1)
						.persistenceData(random.nextBoolean() ? Samples.json("{\"at\": " + index + "}") : null)
						.build());
		}
	}

	private static WorkflowInstance with(WorkflowInstance instance, List<ExecutionPointer> pointers) {
		return instance.toBuilder().executionPointers(pointers).build();
	}

	private WorkflowInstance persist(WorkflowInstance instance, boolean revision) {
		WorkflowInstance persisted = provider()
			.persistWorkflow(revision ? instance : instance.toBuilder().revision(null).build());
		Snapshot.assertSame(persisted, instance);
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
		return persisted;
	}

	private List<ExecutionPointer> loadedPointers(WorkflowInstance instance) {
		return provider().getWorkflowInstance(instance.id()).executionPointers();
	}

}
