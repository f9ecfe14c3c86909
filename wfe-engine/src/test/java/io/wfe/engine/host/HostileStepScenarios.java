package io.wfe.engine.host;

import java.time.Duration;
import java.time.Instant;
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
import io.wfe.core.persistence.StuckReason;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps and listeners that behave as badly as they can. The host survives each of them,
 * other instances go on, and the error is on the instance.
 */
abstract class HostileStepScenarios extends HostileScenarios {

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
	 * Nothing can end it. Its place is lost until it ends, and nothing else. The log says
	 * so once, and where it is.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void stepThatNeverEndsAndIgnoresItsInterruptHoldsUpNothingElse(boolean hasTimeout) {
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
		}).timeout(hasTimeout ? Duration.ofMillis(50) : Duration.ofHours(1)));
		try (LogLines log = LogLines.of("IgnoredInterrupts")) {
			String workflowId = host.startWorkflow(id, new Work());
			gate.awaitStep();
			assertGoesOn(host);
			if (hasTimeout) {
				awaitLine(log, workflowId, "its timeout of PT0.05S was over");
			}
			assertThat(host.terminateWorkflow(workflowId)).isTrue();
			assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.TERMINATED);
			awaitLine(log, workflowId, hasTimeout ? "timeout" : "its instance was terminated");
			assertThat(log.showsStackOf(HostileStepScenarios.class)).isTrue();
			host.stop();
			assertThat(host.isRunning()).isFalse();
			end.set(true);
			Awaitility.await().atMost(LONG).until(() -> log.with(workflowId).size() > 1);
			assertThat(log.with(workflowId)).satisfiesExactly(
					(line) -> assertThat(line).startsWith("WARN Step 'deaf' ").contains("It keeps its place"),
					(line) -> assertThat(line).startsWith("INFO Step 'deaf' ").contains("has ended"));
		}
		finally {
			end.set(true);
		}
	}

	private static void awaitLine(LogLines log, String workflowId, String text) {
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(log.with(workflowId)).singleElement(InstanceOfAssertFactories.STRING)
				.contains(text));
	}

	/** Each round adds pointers, which would fill the store and get ever slower. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void loopThatDoesNotEndIsSuspendedWithAnErrorThatSaysWhatToDo(boolean jumps) {
		String id = newId("endless");
		AtomicBoolean end = new AtomicBoolean();
		Consumer<WorkflowBuilder<Work>> build = (steps) -> {
			if (jumps) {
				steps.update("again", (work) -> work).label("again").goTo("again").when((work) -> !end.get());
			}
			else {
				steps.whileDo((work) -> !end.get(), (body) -> body.update("again", (work) -> work));
			}
		};
		WorkflowHost host = this.hosts.start((builder) -> builder.maxPointers(40), workflow(id, build));
		try (LogLines log = LogLines.of("FailureLog")) {
			String workflowId = host.startWorkflow(id, new Work());
			WorkflowInstance suspended = host.awaitWorkflow(workflowId, LONG);
			assertThat(suspended.status()).isEqualTo(WorkflowStatus.SUSPENDED);
			assertThat(suspended.executionPointers()).hasSize(41);
			assertThat(errors(workflowId)).singleElement(InstanceOfAssertFactories.STRING)
				.contains("41 pointers", "may have 40", "a loop that does not end", "wfe.engine.max-pointers");
			assertThat(log.with(workflowId)).singleElement(InstanceOfAssertFactories.STRING).startsWith("WARN");
			assertThat(store().findStuckWorkflows(StuckReason.FAILED, Instant.now().plus(Duration.ofHours(1)), 100))
				.extracting((stuck) -> stuck.workflow().id())
				.contains(workflowId);
			assertGoesOn(host);
			// Nothing is lost: it goes on, and ends if it can
			assertThat(host.resumeWorkflow(workflowId)).isTrue();
			assertThat(host.awaitWorkflow(workflowId, LONG).executionPointers()).hasSizeGreaterThan(41);
			assertThat(errors(workflowId)).hasSize(2);
			end.set(true);
			assertThat(host.retryFailedSteps(workflowId)).isTrue();
			this.hosts.until(workflowId, WorkflowStatus.COMPLETE);
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

	/**
	 * It takes all places, and the host can do all that needs none. The log names it once
	 * when a lease has gone by.
	 */
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
				(builder) -> builder.listener(new Messenger(blocking))
					.maxConcurrentWorkflows(2)
					.leaseDuration(Duration.ofSeconds(1))
					.stopTimeout(Duration.ofMillis(200)),
				workflow(id,
						(steps) -> steps.update("a", (work) -> work.add("a")).update("b", (work) -> work.add("b"))));
		List<String> ids = IntStream.range(0, 5).mapToObj((index) -> host.startWorkflow(id, new Work())).toList();
		try (LogLines log = LogLines.of("Listeners")) {
			assertThat(host.suspendWorkflow(ids.get(4))).isTrue();
			assertThat(host.terminateWorkflow(ids.get(3))).isTrue();
			assertThat(host.awaitWorkflow(ids.get(3), LONG).status()).isEqualTo(WorkflowStatus.TERMINATED);
			Awaitility.await().atMost(LONG).until(() -> !log.with("has not returned").isEmpty());
			host.stop();
			assertThat(log.with(blocking.getClass().getName())).singleElement(InstanceOfAssertFactories.STRING)
				.startsWith("WARN The workflow listener");
			assertThat(log.showsStackOf(blocking.getClass())).isTrue();
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

	/**
	 * Hands the news on.
	 */
	private record Messenger(WorkflowListener receiver) implements WorkflowListener {

		@Override
		public void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
			this.receiver.stepStarted(workflow, pointer);
		}

	}

}
