package io.wfe.engine.host;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps and listeners that behave as badly as they can. The host survives each of them,
 * other instances go on, and the error is on the instance.
 */
abstract class HostileStepScenarios extends HostTest {

	HostileStepScenarios(StoreUnderTest store) {
		super(store);
	}

	private WorkflowHost host(String id, Consumer<WorkflowBuilder<Work>> build) {
		return this.hosts.start(
				(builder) -> builder.errorBehavior(ErrorBehavior.suspend()).stopTimeout(Duration.ofMillis(200)),
				workflow(id, build));
	}

	/**
	 * Runs a step, checks that its instance is suspended and why, and that others go on.
	 */
	private void assertFails(String message, StepBody<Work> body) {
		String id = newId("hostile");
		WorkflowHost host = host(id, (steps) -> steps.then("hostile", body));
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(errors(workflowId)).singleElement().satisfies((error) -> assertThat(error).contains(message));
		assertGoesOn(host);
	}

	private List<String> errors(String workflowId) {
		return store().getErrors(workflowId).stream().map(ExecutionError::message).toList();
	}

	static void assertGoesOn(WorkflowHost host) {
		String id = newId("sound");
		host.register(workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		for (int instance = 0; instance < 3; instance++) {
			assertThat(log(host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG))).containsExactly("a");
		}
		assertThat(host.isRunning()).isTrue();
	}

	@Test
	void errorIsAFailureOfTheStep() {
		assertFails("no such class", (step) -> {
			throw new NoClassDefFoundError("no such class");
		});
	}

	@Test
	void stackThatOverflowsIsAFailureOfTheStep() {
		assertFails("StackOverflowError", (step) -> deeper(step.data()));
	}

	@SuppressWarnings("InfiniteRecursion")
	private static ExecutionResult deeper(Work work) {
		return deeper(work.copy());
	}

	@Test
	void failureThatCannotTellItsMessageIsAFailureOfTheStep() {
		assertFails("Mute", (step) -> {
			throw new Mute();
		});
	}

	/** An exception that is broken itself. */
	private static final class Mute extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("No message");
		}

	}

	@Test
	void stepThatReturnsItselfFails() {
		assertFails("Loop", new Loop());
	}

	/** Whoever maps it to JSON finds no end. */
	public static final class Loop implements StepBody<Work> {

		@Override
		public ExecutionResult run(StepContext<Work> step) {
			return ExecutionResult.persist(this);
		}

		/**
		 * Returns itself.
		 * @return itself
		 */
		public Loop getLoop() {
			return this;
		}

	}

	/** What writes the pass has to work on the same thread, with the flag or without. */
	@Test
	void stepThatInterruptsItselfGoesOn() {
		String id = newId("interrupted");
		Set<Boolean> seen = ConcurrentHashMap.newKeySet();
		WorkflowHost host = host(id, (steps) -> steps.then("interrupt", (step) -> {
			Thread.currentThread().interrupt();
			return ExecutionResult.next();
		}).then("look", (step) -> {
			seen.add(Thread.currentThread().isInterrupted());
			return ExecutionResult.next();
		}).then("interrupt and fail", (step) -> {
			Thread.currentThread().interrupt();
			throw new InterruptedException("by itself");
		}));
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(errors(workflowId)).containsExactly("by itself");
		assertThat(seen).containsExactly(false);
		assertGoesOn(host);
	}

	@Test
	void stepThatNeverEndsFailsWhenItsTimeIsOver() {
		String id = newId("endless");
		WorkflowHost host = host(id, (steps) -> steps.then("endless", (step) -> {
			new CountDownLatch(1).await();
			return ExecutionResult.next();
		}).timeout(Duration.ofMillis(50)));
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(errors(workflowId)).singleElement()
			.satisfies((error) -> assertThat(error).contains("'endless' did not end within"));
		assertGoesOn(host);
	}

	/**
	 * Nothing can end it. Its place is lost until it ends, and nothing else.
	 */
	@Test
	void stepThatNeverEndsAndIgnoresItsInterruptHoldsUpNothingElse() {
		String id = newId("deaf");
		AtomicBoolean end = new AtomicBoolean();
		Gate gate = new Gate();
		WorkflowHost host = host(id, (steps) -> steps.then("deaf", (step) -> {
			gate.arrive();
			while (!end.get()) {
				LockSupport.parkNanos(1_000_000);
				Thread.interrupted();
			}
			return ExecutionResult.next();
		}).timeout(Duration.ofMillis(50)));
		try {
			String workflowId = host.startWorkflow(id, new Work());
			gate.awaitStep();
			assertGoesOn(host);
			assertThat(host.terminateWorkflow(workflowId)).isTrue();
			assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.TERMINATED);
			host.stop();
			assertThat(host.isRunning()).isFalse();
		}
		finally {
			end.set(true);
		}
	}

	/** Such as by a label that it jumps to itself. */
	@Test
	void stepThatGoesToItselfWithoutEndCanBeTerminated() {
		String id = newId("circle");
		WorkflowHost host = host(id, (steps) -> steps.update("again", (work) -> work).label("again").goTo("again"));
		String workflowId = host.startWorkflow(id, new Work());
		this.hosts.until(workflowId, (workflow) -> workflow.executionPointers().size() > 50);
		assertGoesOn(host);
		assertThat(host.terminateWorkflow(workflowId)).isTrue();
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertGoesOn(host);
	}

	@Test
	void listenerThatBlocksHoldsUpItsInstanceOnly() {
		String id = newId("blocked");
		Gate gate = new Gate();
		CountDownLatch end = new CountDownLatch(1);
		WorkflowListener blocking = new WorkflowListener() {
			@Override
			public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
				if (workflow.workflowDefinitionId().equals(id)) {
					gate.arrive();
					awaitQuietly(end);
				}
			}
		};
		WorkflowHost host = this.hosts.start((builder) -> builder.listener(blocking), workflow(id,
				(steps) -> steps.update("a", (work) -> work.add("a")).update("b", (work) -> work.add("b"))));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		assertGoesOn(host);
		end.countDown();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("a", "b");
	}

	/** It takes all places, and the host can do all that needs none. */
	@Test
	void listenerThatAlwaysBlocksLeavesTheHostInControl() {
		String id = newId("blocked");
		CountDownLatch end = new CountDownLatch(1);
		WorkflowListener blocking = new WorkflowListener() {
			@Override
			public void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
				awaitQuietly(end);
			}
		};
		WorkflowHost host = this.hosts.start(
				(builder) -> builder.listener(blocking)
					.maxConcurrentWorkflows(2)
					.leaseDuration(Duration.ofSeconds(1))
					.stopTimeout(Duration.ofMillis(200)),
				workflow(id,
						(steps) -> steps.update("a", (work) -> work.add("a")).update("b", (work) -> work.add("b"))));
		List<String> ids = IntStream.range(0, 5).mapToObj((index) -> host.startWorkflow(id, new Work())).toList();
		try {
			assertThat(host.suspendWorkflow(ids.get(4))).isTrue();
			assertThat(host.terminateWorkflow(ids.get(3))).isTrue();
			assertThat(host.awaitWorkflow(ids.get(3), LONG).status()).isEqualTo(WorkflowStatus.TERMINATED);
			host.stop();
			assertThat(host.isRunning()).isFalse();
			WorkflowHost other = this.hosts.start(workflow(id,
					(steps) -> steps.update("a", (work) -> work.add("a")).update("b", (work) -> work.add("b"))));
			ids.subList(0, 3)
				.forEach((workflowId) -> assertThat(log(other.awaitWorkflow(workflowId, LONG))).containsExactly("a",
						"b"));
		}
		finally {
			end.countDown();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
