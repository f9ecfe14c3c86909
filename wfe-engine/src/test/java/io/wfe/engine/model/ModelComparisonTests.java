package io.wfe.engine.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The comparison with the model finds a difference, and makes it small.
 */
class ModelComparisonTests {

	@Test
	void programIsMadeAsSmallAsItCanBe() {
		for (long seed = 1; seed <= 20; seed++) {
			Program program = compensating(seed * 1000);
			Program smallest = Shrinker.shrink(program, ModelComparisonTests::compensates);
			assertThat(compensates(smallest)).isTrue();
			assertThat(smallest.resumes()).isZero();
			// What fails, what is compensated and how, and the blocks around them
			assertThat(nodes(smallest.chain()).count()).as("%s", smallest).isLessThan(8);
		}
	}

	/** A store that forgets that something was compensated. */
	@Test
	void differenceIsToldByTheSmallestProgramThatShowsIt() {
		Program program = compensating(1);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ProgramRunner.compare(forgetful(), program.seed(), 1))
			.withMessageContaining("Program of seed " + program.seed())
			.withMessageContaining("COMPENSATED")
			.satisfies((failure) -> assertThat(
					String.valueOf(failure.getMessage()).lines().takeWhile((line) -> !line.startsWith("exp")))
				.hasSizeLessThan(14));
	}

	private static boolean compensates(Program program) {
		Model model = new Model(program);
		model.run();
		return model.compensations() > 0;
	}

	private static Program compensating(long first) {
		return LongStream.iterate(first, (seed) -> seed + 1)
			.mapToObj(Programs::of)
			.filter((program) -> compensates(program) && nodes(program.chain()).count() > 12)
			.findFirst()
			.orElseThrow();
	}

	private static Stream<Node> nodes(List<Node> chain) {
		return chain.stream()
			.flatMap((node) -> Stream.concat(Stream.of(node),
					Stream.concat(node.blocks().stream().flatMap(ModelComparisonTests::nodes),
							(node.undo() != null) ? nodes(List.of(node.undo())) : Stream.empty())));
	}

	private static PersistenceProvider forgetful() {
		InMemoryPersistenceProvider store = new InMemoryPersistenceProvider();
		return (PersistenceProvider) Proxy.newProxyInstance(ModelComparisonTests.class.getClassLoader(),
				new Class<?>[] { PersistenceProvider.class }, (proxy, method, arguments) -> {
					try {
						Object result = method.invoke(store, arguments);
						return method.getName().equals("getWorkflowInstance") ? forget((WorkflowInstance) result)
								: result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private static WorkflowInstance forget(WorkflowInstance instance) {
		return instance.toBuilder()
			.executionPointers(instance.executionPointers()
				.stream()
				.map((pointer) -> (pointer.status() == PointerStatus.COMPENSATED)
						? pointer.toBuilder().status(PointerStatus.COMPLETE).build() : pointer)
				.toList())
			.build();
	}

}
