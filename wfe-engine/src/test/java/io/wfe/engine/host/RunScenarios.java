package io.wfe.engine.host;

import java.time.Duration;
import java.util.List;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.pointers;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workflows that run on a host: the scenarios of the original engine.
 */
abstract class RunScenarios extends HostTest {

	RunScenarios(StoreUnderTest store) {
		super(store);
	}

	/** */
	@Test
	void threeStepsInARow() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.update("a", (work) -> work.add("a"))
					.update("b", (work) -> work.add("b"))
					.update("c", (work) -> work.add("c")));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(workflow.completeTime()).isNotNull();
		assertThat(workflow.nextExecution()).isNull();
		assertThat(workflow.executionPointers()).hasSize(3)
			.allMatch((pointer) -> pointer.status() == PointerStatus.COMPLETE);
		assertThat(log(workflow)).containsExactly("a", "b", "c");
	}

	/** */
	@Test
	void stepThatSleepsGoesOnWhereItWas() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps
					.then("nap",
							(step) -> (step.persistenceData(Boolean.class) == null)
									? ExecutionResult.sleep(Duration.ofMillis(10), true) : ExecutionResult.next())
					.update("after", (work) -> work.add("after")));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(workflow.executionPointers()).hasSize(2)
			.allMatch((pointer) -> pointer.status() == PointerStatus.COMPLETE);
	}

	/** */
	@Test
	void stepThatFailsOnceIsRetried() {
		WorkflowInstance workflow = this.hosts.run(new Work(), (steps) -> steps.then("fragile", (step) -> {
			if (step.attempt() == 1) {
				throw new IllegalStateException("once");
			}
			return ExecutionResult.next();
		}).onError(ErrorBehavior.retry(Duration.ofMillis(10), 0)));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(workflow.executionPointers().get(0).retryCount()).isEqualTo(1);
		assertThat(store().getErrors(workflow.id())).singleElement()
			.satisfies((error) -> assertThat(error.message()).isEqualTo("once"));
	}

	/** */
	@Test
	void eventResumesWhatWaitsForIt() {
		String id = newId("approval");
		WorkflowHost host = this.hosts
			.start(workflow(id, (steps) -> steps.waitFor(id, (work) -> "k" + work.n, String.class)
				.output((work, text) -> work.add(text))));
		String workflowId = host.startWorkflow(id, Work.of(7));
		WorkflowInstance waiting = this.hosts.until(workflowId,
				(workflow) -> workflow.nextExecution() == null && !workflow.executionPointers().isEmpty()
						&& workflow.executionPointers().get(0).status() == PointerStatus.WAITING_FOR_EVENT);
		assertThat(waiting.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		host.publishEvent(id, "k7", "approved");
		WorkflowInstance workflow = host.awaitWorkflow(workflowId, LONG);
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(log(workflow)).containsExactly("approved");
		assertThat(workflow.executionPointers().get(0).eventData()).isNotNull();
	}

	/** */
	@Test
	void parallelBranchesAreJoined() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps
					.parallel(List.of((left) -> left.update("left", (work) -> work.add("left")),
							(right) -> right.update("right", (work) -> work.add("right"))))
					.update("join", (work) -> work.add("join")));
		assertThat(log(workflow)).containsExactlyInAnyOrder("left", "right", "join").last().isEqualTo("join");
	}

	/** */
	@Test
	void loopRunsItsBodyForEachItem() {
		WorkflowInstance workflow = this.hosts.run(Work.items(1, 2, 3),
				(steps) -> steps.forEach((work) -> work.items, Integer.class, (each) -> each.then("body", (step) -> {
					step.data().add("item " + step.item(Integer.class));
					return ExecutionResult.next();
				})));
		assertThat(pointers(workflow, "body")).hasSize(3)
			.allMatch((pointer) -> pointer.scope().equals(List.of(workflow.executionPointers().get(0).id())));
		assertThat(log(workflow)).containsExactlyInAnyOrder("item 1", "item 2", "item 3");
	}

	/** W-11. */
	@Test
	void delayLetsTheRestWait() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.update("before", (work) -> work.add("before"))
					.delay(Duration.ofMillis(150))
					.update("after", (work) -> work.add("after")));
		assertThat(log(workflow)).containsExactly("before", "after");
	}

}
