package io.wfe.engine.host;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.pointers;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Large instances, and stores that are cleaned while hosts work.
 */
abstract class LoadScenarios extends HostTest {

	LoadScenarios(StoreUnderTest store) {
		super(store);
	}

	/** D29, D52: one that is large is run step by step like one that is small. */
	@Test
	void instanceWithTwoThousandPointersIsRunToItsEnd() {
		Integer[] items = IntStream.range(0, 1900).boxed().toArray(Integer[]::new);
		WorkflowInstance workflow = this.hosts.run(Work.items(items),
				(steps) -> steps
					.forEach((work) -> work.items, Integer.class, (each) -> each.update("item", (work) -> work))
					.whileDo((work) -> work.n < 100, (body) -> body.update("round", (work) -> {
						work.n++;
						return work;
					})));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(pointers(workflow, "item")).hasSize(1900);
		assertThat(pointers(workflow, "round")).hasSize(100);
	}

	/** D32, D51: what has ended is deleted while others run, and only that. */
	@Test
	void instancesArePurgedWhileOthersRun() {
		String id = newId("purged");
		Map<Integer, AtomicInteger> runs = new ConcurrentHashMap<>();
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.then("a", (step) -> {
			runs.computeIfAbsent(step.data().n, (key) -> new AtomicInteger()).incrementAndGet();
			return ExecutionResult.next();
		}).update("b", (work) -> work.add("b"))));
		List<String> ids = new ArrayList<>();
		for (int index = 0; index < 200; index++) {
			ids.add(host.startWorkflow(id, Work.of(index)));
			if (index % 10 == 9) {
				purge();
			}
		}
		Awaitility.await().atMost(LONG).until(() -> {
			purge();
			return ids.stream().allMatch((workflowId) -> execution().findWorkflow(workflowId).isEmpty());
		});
		assertThat(runs).hasSize(200).allSatisfy((index, count) -> assertThat(count).hasValue(1));
	}

	/** What is due behind a claim that has taken some is not held by somebody else. */
	@Test
	void whatBecomesDueDuringAClaimIsTakenSoon() {
		LostAnswers answers = new LostAnswers(store());
		String id = newId("due");
		Map<String, Long> begun = new ConcurrentHashMap<>();
		Workflow<Work> workflow = workflow(id, (steps) -> steps.then("a", (step) -> {
			begun.put(step.workflow().id(), System.nanoTime());
			return ExecutionResult.next();
		}));
		WorkflowHost starter = this.hosts.start((builder) -> builder.executeWorkflows(false), workflow);
		try (WorkflowHost host = WorkflowHost.builder(answers.provider())
			.pollInterval(Duration.ofMillis(100))
			.workflow(workflow)
			.build()) {
			host.start();
			// The shortest of several times does not depend on how busy the machine is
			long shortest = Long.MAX_VALUE;
			for (int round = 0; round < 10; round++) {
				CompletableFuture<String> second = new CompletableFuture<>();
				answers.beforeAnswer("claimWorkflows", () -> second.complete(starter.startWorkflow(id, new Work())));
				String first = starter.startWorkflow(id, new Work());
				this.hosts.until(first, WorkflowStatus.COMPLETE);
				this.hosts.until(second.join(), WorkflowStatus.COMPLETE);
				shortest = Math.min(shortest, begun.getOrDefault(second.join(), 0L) - begun.getOrDefault(first, 0L));
			}
			assertThat(Duration.ofNanos(shortest)).isLessThan(Duration.ofMillis(40));
		}
	}

	private void purge() {
		store().purgeWorkflows(WorkflowStatus.COMPLETE, Instant.now().plusSeconds(60), 25);
	}

}
