package io.wfe.core.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedList}.
 */
class SharedListTests {

	@Test
	void copiesAreWhatIsAskedForAndTheListTheyWereMadeFromStays() {
		Random random = new Random(1);
		for (int run = 0; run < 50; run++) {
			SharedList<Integer> list = SharedList.of(numbers(random, 200));
			List<Integer> expected = new ArrayList<>(list);
			for (int change = 0; change < 20; change++) {
				Map<Integer, Integer> replaced = new HashMap<>();
				for (int count = list.isEmpty() ? 0 : random.nextInt(4); count > 0; count--) {
					replaced.put(random.nextInt(list.size()), random.nextInt());
				}
				List<Integer> added = numbers(random, 70);
				List<Integer> before = List.copyOf(expected);
				SharedList<Integer> after = list.with(replaced, added);
				replaced.forEach(expected::set);
				expected.addAll(added);
				assertThat(after).isEqualTo(expected).hasSameHashCodeAs(expected).containsExactlyElementsOf(expected);
				assertThat(expected).isEqualTo(after);
				assertThat(list).isEqualTo(before);
				list = after;
			}
		}
	}

	private static List<Integer> numbers(Random random, int most) {
		return random.ints(random.nextInt(most)).boxed().toList();
	}

	@Test
	void itCannotBeChanged() {
		List<String> given = new ArrayList<>(List.of("a"));
		SharedList<String> list = SharedList.of(given);
		given.set(0, "b");
		assertThat(list).containsExactly("a");
		assertThat(SharedList.of(list)).isSameAs(list);
		assertThat(list.with(Map.of(), List.of())).isSameAs(list);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.set(0, "b"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.add("b"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.remove("a"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.subList(0, 1).clear());
	}

	@Test
	void aPlaceThatIsNotThereIsRefused() {
		SharedList<String> list = SharedList.of(List.of("a"));
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> list.with(Map.of(1, "b"), List.of("c")));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(1));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(-1));
	}

	@Test
	void anInstanceKeepsItAsItIs() {
		SharedList<ExecutionPointer> pointers = SharedList.of(List.of(ExecutionPointer.create(1)));
		WorkflowInstance instance = WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.executionPointers(pointers)
			.build();
		assertThat(instance.executionPointers()).isSameAs(pointers);
		assertThat(instance).isEqualTo(instance.toBuilder().executionPointers(List.copyOf(pointers)).build());
	}

}
