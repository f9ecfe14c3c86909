package io.wfe.engine.host;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Commands to instances, above all while a step of theirs runs.
 */
abstract class ControlScenarios extends HostTest {

	ControlScenarios(StoreUnderTest store) {
		super(store);
	}

	/** D03, D37: the command does not wait, and the pass does not overwrite it. */
	@Test
	void whenSuspendedWhileStepRunsThenItsResultIsKeptAndNoOtherStepRuns() {
		String id = newId("held");
		Gate gate = new Gate();
		AtomicInteger runs = new AtomicInteger();
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.then("first", (step) -> {
			runs.incrementAndGet();
			gate.pass();
			step.data().add("first");
			return ExecutionResult.next();
		}).update("second", (work) -> work.add("second"))));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		assertThat(host.suspendWorkflow(workflowId)).isTrue();
		assertThat(host.getWorkflow(workflowId).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		gate.open();
		WorkflowInstance suspended = this.hosts.until(workflowId, (workflow) -> log(workflow).contains("first"));
		assertThat(suspended.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(log(suspended)).containsExactly("first");
		assertThat(host.resumeWorkflow(workflowId)).isTrue();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("first", "second");
		assertThat(runs).hasValue(1);
	}

	/**
	 * The pass is written on the suspended instance first, and then on the resumed one.
	 */
	@Test
	void whenResumedWhilePassIsWrittenThenItStaysResumed() {
		String id = newId("held");
		Gate gate = new Gate();
		Trace trace = new Trace();
		LostAnswers answers = new LostAnswers(store());
		try (WorkflowHost host = WorkflowHost.builder(answers.provider())
			.workflow(workflow(id, (steps) -> steps.then("a", (step) -> {
				trace.ran().add("a");
				gate.pass();
				return ExecutionResult.next();
			}).then("b", trace.step("b"))))
			.build()) {
			host.start();
			String workflowId = host.startWorkflow(id, new Work());
			gate.awaitStep();
			store().suspendWorkflow(workflowId);
			answers.beforeAnswer("getWorkflowInstance", () -> store().resumeWorkflow(workflowId));
			gate.open();
			assertThat(this.hosts.until(workflowId, WorkflowStatus.COMPLETE).completeTime()).isNotNull();
			assertThat(trace.ran()).containsExactly("a", "b");
		}
	}

	/** D38: a terminated instance has nothing open, and the step's result is dropped. */
	@Test
	void whenTerminatedWhileStepRunsThenItIsInterruptedAndItsResultIsDropped() {
		String id = newId("stopped");
		Gate gate = new Gate();
		AtomicBoolean interrupted = new AtomicBoolean();
		AtomicBoolean requested = new AtomicBoolean();
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.then("first", (step) -> {
			try {
				gate.pass();
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
				requested.set(step.isCancellationRequested());
				step.data().add("late");
			}
			return ExecutionResult.next();
		})));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		assertThat(host.terminateWorkflow(workflowId)).isTrue();
		Awaitility.await().untilTrue(interrupted);
		host.stop();
		WorkflowInstance terminated = store().getWorkflowInstance(workflowId);
		assertThat(requested).isTrue();
		assertThat(terminated.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(terminated.completeTime()).isNotNull();
		assertThat(log(terminated)).isEmpty();
		assertThat(terminated.executionPointers())
			.allMatch((pointer) -> pointer.status() == PointerStatus.CANCELLED && pointer.endTime() != null);
		assertThat(store().getErrors(workflowId)).isEmpty();
	}

	@Test
	void whenAnotherHostTerminatesThenTheStepIsTold() {
		String id = newId("remote");
		Gate gate = new Gate();
		AtomicBoolean interrupted = new AtomicBoolean();
		WorkflowHost host = this.hosts.start((builder) -> builder.leaseDuration(Duration.ofMillis(600)),
				workflow(id, (steps) -> steps.then("first", (step) -> {
					try {
						gate.pass();
					}
					catch (InterruptedException ex) {
						interrupted.set(true);
						throw ex;
					}
					return ExecutionResult.next();
				})));
		WorkflowHost other = this.hosts.start((builder) -> builder.executeWorkflows(false));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		assertThat(other.terminateWorkflow(workflowId)).isTrue();
		Awaitility.await().atMost(LONG).untilTrue(interrupted);
		assertThat(store().getErrors(workflowId)).isEmpty();
	}

	/** */
	@Test
	void commandsInTheWrongStateChangeNothing() {
		String id = newId("waits");
		String name = newId("name");
		WorkflowHost host = this.hosts
			.start(workflow(id, (steps) -> steps.waitFor(id, (work) -> "never", String.class)));
		String workflowId = host.startWorkflow(StartWorkflow.of(id).name(name));
		this.hosts.until(workflowId, (workflow) -> workflow.nextExecution() == null);
		assertThat(host.resumeWorkflow(name)).isFalse();
		assertThat(host.suspendWorkflow(name)).isTrue();
		assertThat(host.suspendWorkflow(name)).isFalse();
		assertThat(host.resumeWorkflow(name)).isTrue();
		assertThat(host.terminateWorkflow(name)).isTrue();
		assertThat(host.terminateWorkflow(name)).isFalse();
		assertThat(host.suspendWorkflow(name)).isFalse();
		assertThat(host.resumeWorkflow(name)).isFalse();
		assertThat(host.retryFailedSteps(name)).isFalse();
		WorkflowInstance terminated = host.getWorkflow(name);
		assertThat(terminated.id()).isEqualTo(workflowId);
		assertThat(terminated.completeTime()).isNotNull();
		assertThat(store().getSubscriptionsByWorkflow(workflowId, 10)).isEmpty();
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> host.suspendWorkflow("nobody"));
	}

	/** R-04, D08: the failed step is open, and runs again. */
	@Test
	void whenStepSuspendsOnFailureThenResumeRunsItAgain() {
		String id = newId("fragile");
		AtomicInteger runs = new AtomicInteger();
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.then("fragile", (step) -> {
			if (runs.incrementAndGet() == 1) {
				throw new IllegalStateException("no paper");
			}
			return ExecutionResult.next();
		}).onError(ErrorBehavior.suspend())));
		String workflowId = host.startWorkflow(id, new Work());
		WorkflowInstance suspended = host.awaitWorkflow(workflowId, LONG);
		assertThat(suspended.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(suspended.executionPointers()).singleElement()
			.satisfies((pointer) -> assertThat(pointer.endTime()).isNull());
		host.resumeWorkflow(workflowId);
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(runs).hasValue(2);
	}

	@Test
	void whenRetriesAreUsedUpThenRetryFailedStepsGivesThemBack() {
		String id = newId("busy");
		AtomicInteger runs = new AtomicInteger();
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.then("busy", (step) -> {
			if (runs.incrementAndGet() <= 4) {
				throw new IllegalStateException("busy");
			}
			return ExecutionResult.next();
		}).onError(ErrorBehavior.retry(Duration.ofMillis(5), 2))));
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(runs).hasValue(3);
		assertThat(host.retryFailedSteps(workflowId)).isTrue();
		WorkflowInstance complete = host.awaitWorkflow(workflowId, LONG);
		assertThat(complete.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(runs).hasValue(5);
	}

	/** D05 for a parent whose child is terminated by a command. */
	@Test
	void whenChildIsTerminatedThenItsParentFails() {
		String child = newId("child");
		String parent = newId("parent");
		WorkflowHost host = this.hosts.start(
				workflow(child, (steps) -> steps.waitFor(child, (work) -> "never", String.class)),
				workflow(parent, (steps) -> steps.subWorkflow(child, (work) -> work).onError(ErrorBehavior.suspend())));
		String parentId = host.startWorkflow(parent, new Work());
		WorkflowInstance waiting = this.hosts.until(parentId, (workflow) -> workflow.nextExecution() == null);
		String childId = Objects.requireNonNull(waiting.executionPointers().get(0).eventKey());
		this.hosts.until(childId, (workflow) -> workflow.nextExecution() == null);
		assertThat(host.terminateWorkflow(childId)).isTrue();
		assertThat(host.awaitWorkflow(parentId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(store().getErrors(parentId)).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains(childId, "Terminated"));
	}

	@Test
	void listenersAreToldInOrder() {
		String id = newId("told");
		List<String> told = new CopyOnWriteArrayList<>();
		WorkflowHost host = this.hosts.start((builder) -> builder.listener(new RecordingListener(told)), workflow(id,
				(steps) -> steps.update("a", (work) -> work).waitFor(id, (work) -> "k", String.class).name("wait")));
		String workflowId = host.startWorkflow(id, new Work());
		this.hosts.until(workflowId, (workflow) -> workflow.nextExecution() == null);
		host.suspendWorkflow(workflowId);
		host.resumeWorkflow(workflowId);
		host.publishEvent(id, "k", null);
		host.awaitWorkflow(workflowId, LONG);
		Awaitility.await().until(() -> told.contains("completed"));
		assertThat(told).containsExactly("started", "stepStarted a", "stepCompleted a", "stepStarted wait", "suspended",
				"resumed", "stepStarted wait", "stepCompleted wait", "completed");
	}

}
