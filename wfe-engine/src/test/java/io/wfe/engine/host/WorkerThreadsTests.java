package io.wfe.engine.host;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.WorkerThreads;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hosts that share one set of threads.
 */
class WorkerThreadsTests {

	private static final int INSTANCES = 40;

	@Test
	void hostsWithWorkGetAnEqualShare() {
		WorkerThreads workers = WorkerThreads.create(8, false);
		Gated ofFirst = new Gated();
		Gated ofSecond = new Gated();
		try (WorkflowHost first = host(workers, ofFirst); WorkflowHost second = host(workers, ofSecond)) {
			first.start();
			second.start();
			start(first);
			// A quarter is kept for the other
			Awaitility.await().until(() -> first.status().owned() == 6);
			start(second);
			Awaitility.await().until(() -> second.status().owned() == 2);
			ofFirst.gate.release(2);
			Awaitility.await().until(() -> first.status().owned() == 4 && second.status().owned() == 4);
			assertThat(workers.taken()).isEqualTo(8);
			ofFirst.gate.release(INSTANCES);
			// The first has nothing to do any more
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> second.status().owned() == 6);
			ofSecond.gate.release(INSTANCES);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> workers.taken() == 0);
		}
	}

	@Test
	void hostWithoutWorkGetsAPlaceWhateverOthersDo() {
		WorkerThreads workers = WorkerThreads.create(1, false);
		Gated busy = new Gated();
		Gated other = new Gated();
		other.gate.release(INSTANCES);
		try (WorkflowHost first = host(workers, busy); WorkflowHost second = host(workers, other)) {
			first.start();
			second.start();
			start(first);
			String id = second.startWorkflow("gated", null);
			assertThat(second.awaitWorkflow(id, Duration.ofSeconds(30)).completeTime()).isNotNull();
			assertThat(first.status().owned()).isOne();
			busy.gate.release(INSTANCES);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void threadsAreThereForAsLongAsAHostRuns(boolean virtual) {
		WorkerThreads workers = WorkerThreads.create(virtual);
		Gated open = new Gated();
		open.gate.release(INSTANCES);
		try (WorkflowHost host = host(workers, open)) {
			for (int run = 0; run < 2; run++) {
				host.start();
				assertThat(host.status().places()).isEqualTo(workers.places());
				host.awaitWorkflow(host.startWorkflow("gated", null), Duration.ofSeconds(30));
				host.stop();
			}
		}
	}

	private static WorkflowHost host(WorkerThreads workers, Gated workflow) {
		return WorkflowHost.builder(new InMemoryPersistenceProvider())
			.workers(workers)
			.pollInterval(Duration.ofMillis(20))
			.workflow(workflow)
			.build();
	}

	private static void start(WorkflowHost host) {
		for (int i = 0; i < INSTANCES; i++) {
			host.startWorkflow("gated", null);
		}
	}

	/**
	 * Each instance needs a permit to go on.
	 */
	private static final class Gated implements Workflow<ObjectNode> {

		private final Semaphore gate = new Semaphore(0);

		@Override
		public String id() {
			return "gated";
		}

		@Override
		public Class<ObjectNode> dataType() {
			return ObjectNode.class;
		}

		@Override
		public void build(WorkflowBuilder<ObjectNode> workflow) {
			workflow.then("pass", (context) -> {
				assertThat(this.gate.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
				return ExecutionResult.next();
			});
		}

	}

}
