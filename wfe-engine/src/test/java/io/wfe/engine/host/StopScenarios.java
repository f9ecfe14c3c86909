package io.wfe.engine.host;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts that stop: what they run to its end, and what others go on with.
 */
abstract class StopScenarios extends HostTest {

	StopScenarios(StoreUnderTest store) {
		super(store);
	}

	/** W-35, D23. */
	@Test
	void stopWaitsForTheStepThatRuns() throws Exception {
		String id = newId("drained");
		Gate gate = new Gate();
		WorkflowHost host = this.hosts.start((builder) -> builder.hostName(id),
				workflow(id, (steps) -> steps.then("slow", (step) -> {
					gate.pass();
					step.data().add("slow");
					return ExecutionResult.next();
				}).update("next", (work) -> work.add("next"))));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		var stopping = Executors.newSingleThreadExecutor();
		try {
			var stopped = stopping.submit(host::stop);
			Awaitility.await().until(() -> !host.isRunning());
			assertThat(stopped).isNotDone();
			gate.open();
			stopped.get();
		}
		finally {
			stopping.shutdown();
		}
		assertThat(host.isRunning()).isFalse();
		assertThat(hostIds(id)).isEmpty();
		WorkflowInstance workflow = store().getWorkflowInstance(workflowId);
		assertThat(log(workflow)).containsExactly("slow");
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		WorkflowHost next = this.hosts.start(workflow(id, (steps) -> steps.then("slow", (step) -> {
			throw new IllegalStateException("again");
		}).update("next", (work) -> work.add("next"))));
		assertThat(log(next.awaitWorkflow(workflowId, LONG))).containsExactly("slow", "next");
	}

	@Test
	void whenStopTimeoutIsOverThenTheStepIsInterruptedAndRunsAgainElsewhere() {
		String id = newId("stubborn");
		Gate gate = new Gate();
		AtomicBoolean interrupted = new AtomicBoolean();
		WorkflowHost host = this.hosts.start((builder) -> builder.stopTimeout(Duration.ofMillis(50)),
				workflow(id, (steps) -> steps.then("slow", (step) -> {
					try {
						gate.pass();
					}
					catch (InterruptedException ex) {
						interrupted.set(true);
						throw ex;
					}
					return ExecutionResult.next();
				})));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		host.stop();
		assertThat(interrupted).isTrue();
		WorkflowHost next = this.hosts
			.start(workflow(id, (steps) -> steps.update("slow", (work) -> work.add("elsewhere"))));
		assertThat(log(next.awaitWorkflow(workflowId, LONG))).containsExactly("elsewhere");
		assertThat(store().getErrors(workflowId)).isEmpty();
	}

	/**
	 * D48: when a sleeper wakes is known to the store, not only to the host that let it
	 * sleep.
	 */
	@Test
	void sleeperOfAHostThatHasStoppedIsWokenByAnother() {
		String id = newId("sleeper");
		Workflow<Work> sleeper = workflow(id,
				(steps) -> steps.delay(Duration.ofSeconds(2)).name("nap").update("a", (work) -> work.add("a")));
		WorkflowHost first = this.hosts.start(sleeper);
		String workflowId = first.startWorkflow(id, new Work());
		this.hosts.until(workflowId, "nap", PointerStatus.SLEEPING);
		first.stop();
		WorkflowHost second = this.hosts.start(sleeper);
		assertThat(log(second.awaitWorkflow(workflowId, LONG))).containsExactly("a");
	}

}
