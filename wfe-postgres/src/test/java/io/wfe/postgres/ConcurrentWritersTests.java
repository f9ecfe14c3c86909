package io.wfe.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.JsonNodeFactory;

import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writers that know nothing of each other, each overwriting what the others have written.
 */
class ConcurrentWritersTests {

	@RegisterExtension
	static final TestStore store = TestStore.create();

	private static final int WRITERS = 8;

	private static final int ROUNDS = 60;

	private final PostgresPersistenceProvider provider = store.provider();

	@Test
	void whenAllOverwriteOneInstanceThenItsPointersAreAlwaysThoseOfOneOfThem() throws Exception {
		this.provider.createNewWorkflow(version("overwritten", 0, 0));
		inParallel((writer) -> {
			for (int round = 1; round <= ROUNDS; round++) {
				WorkflowInstance given = version("overwritten", writer, round);
				this.provider.persistWorkflow(given);
				WorkflowInstance seen = this.provider.getWorkflowInstance("overwritten");
				int[] mark = { seen.data().path(0).intValue(), seen.data().path(1).intValue() };
				assertThat(seen.executionPointers())
					.isEqualTo(version("overwritten", mark[0], mark[1]).executionPointers());
			}
		});
	}

	@Test
	void whenInstancesArePurgedWhileTheyAreWrittenThenNothingIsLeftOfThem() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			this.provider.createNewWorkflow(ended("purged-" + i, 0));
		}
		inParallel((writer) -> {
			for (int i = 0; i < ROUNDS; i++) {
				try {
					if (writer % 2 == 0) {
						this.provider.persistWorkflowWithSubscriptions(ended("purged-" + i, writer),
								List.of(EventSubscription.create("purged-" + i, 1, "p", "n", "k", EPOCH)));
					}
					else {
						this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, EPOCH.plusSeconds(1), 3);
					}
				}
				catch (WorkflowNotFoundException ex) {
					assertThat(ex.getId()).isEqualTo("purged-" + i);
				}
			}
		});
		this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, EPOCH.plusSeconds(1), ROUNDS);
		assertThat(store.jdbc()
			.queryForList("SELECT id FROM wfc.execution_pointers WHERE id LIKE 'purged-%'", String.class)).isEmpty();
		assertThat(store.jdbc().queryForList("SELECT workflow_id FROM wfc.event_subscriptions", String.class))
			.isEmpty();
	}

	private static WorkflowInstance ended(String id, int writer) {
		return version(id, writer, 1).toBuilder().status(WorkflowStatus.COMPLETE).completeTime(EPOCH).build();
	}

	/**
	 * Has some pointers in common with other versions, with other content and in another
	 * order, and some of its own.
	 */
	private static WorkflowInstance version(String id, int writer, int round) {
		List<ExecutionPointer> pointers = new ArrayList<>(IntStream.range(0, 6)
			.mapToObj((i) -> pointer(id + "-common-" + (i + round) % 6, writer, round))
			.toList());
		for (int i = 0; i < round % 4; i++) {
			pointers.add(pointer(id + "-" + writer + "-" + i, writer, round));
		}
		return WorkflowInstance.create("d", 1, JsonNodeFactory.instance.arrayNode().add(writer).add(round))
			.toBuilder()
			.id(id)
			.executionPointers(pointers)
			.build();
	}

	private static ExecutionPointer pointer(String id, int writer, int round) {
		return ExecutionPointer.builder().id(id).stepId(writer).retryCount(round).build();
	}

	private static void inParallel(Writer writer) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				int number = i;
				running.add(executor.submit(() -> writer.write(number)));
			}
			for (Future<?> future : running) {
				future.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private interface Writer {

		void write(int number);

	}

}
