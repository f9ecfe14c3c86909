package io.wfe.engine.host;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.WorkflowMiddleware;
import io.wfe.engine.WorkflowMiddleware.Phase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What wraps steps and instances, and what becomes of its failures.
 */
abstract class MiddlewareScenarios extends HostTest {

	MiddlewareScenarios(StoreUnderTest store) {
		super(store);
	}

	/** Notes that it was there, around the next one. */
	private record Noting(Phase phase, String name, List<String> told) implements WorkflowMiddleware {

		@Override
		public void handle(WorkflowInstance workflow, Next next) throws Exception {
			this.told.add(this.phase + " " + this.name);
			next.run();
			this.told.add(this.phase + " end " + this.name);
		}

	}

	private record Failing(Phase phase, Throwable failure) implements WorkflowMiddleware {

		@Override
		public void handle(WorkflowInstance workflow, Next next) throws Exception {
			if (this.failure instanceof Error error) {
				throw error;
			}
			throw (Exception) this.failure;
		}

	}

	private static StepMiddleware noting(String name, List<String> told) {
		return (context, next) -> {
			told.add("step " + name);
			ExecutionResult result = next.run();
			told.add("step end " + name);
			return result;
		};
	}

	/** Who sees that an instance is suspended may retry it before listeners know. */
	@Test
	void listenersAreToldInOrderWhateverIsDoneMeanwhile() {
		String id = newId("ordered");
		List<String> told = new CopyOnWriteArrayList<>();
		CountDownLatch retried = new CountDownLatch(1);
		WorkflowHost host = this.hosts.start((builder) -> builder.listener(new WorkflowListener() {

			@Override
			public void stepFailed(WorkflowInstance workflow, ExecutionPointer pointer, Throwable failure) {
				told.add("failed");
				awaitQuietly(retried);
			}

			@Override
			public void suspended(WorkflowInstance workflow) {
				told.add("suspended");
			}

			@Override
			public void resumed(WorkflowInstance workflow) {
				told.add("resumed");
			}

			@Override
			public void completed(WorkflowInstance workflow) {
				told.add("completed");
			}

		}), workflow(id, (steps) -> steps.then("fails once", (step) -> {
			if (told.isEmpty()) {
				throw new IllegalStateException("not yet");
			}
			return ExecutionResult.next();
		}).onError(ErrorBehavior.suspend())));
		String started = host.startWorkflow(id, new Work());
		Awaitility.await()
			.atMost(LONG)
			.until(() -> host.getWorkflow(started).status() == WorkflowStatus.SUSPENDED && !told.isEmpty());
		assertThat(host.retryFailedSteps(started)).isTrue();
		retried.countDown();
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(told).containsExactly("failed", "suspended", "resumed", "completed"));
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** W-23, D18. */
	@Test
	void allMiddlewareIsCalledAroundItsPhase() {
		String id = newId("wrapped");
		List<String> told = new CopyOnWriteArrayList<>();
		WorkflowHost host = this.hosts.start((builder) -> {
			for (String name : List.of("1", "2", "3")) {
				builder.middleware(new Noting(Phase.POST_WORKFLOW, name, told))
					.middleware(noting(name, told))
					.middleware(new Noting(Phase.PRE_WORKFLOW, name, told));
			}
			return builder.middleware(new Noting(Phase.EXECUTE_WORKFLOW, "pass", told));
		}, workflow(id, (steps) -> steps.then("a", (step) -> {
			told.add("a");
			return ExecutionResult.next();
		})));
		host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG);
		assertThat(told).containsExactly("PRE_WORKFLOW 1", "PRE_WORKFLOW 2", "PRE_WORKFLOW 3", "PRE_WORKFLOW end 3",
				"PRE_WORKFLOW end 2", "PRE_WORKFLOW end 1", "step 1", "step 2", "step 3", "a", "step end 3",
				"step end 2", "step end 1", "EXECUTE_WORKFLOW pass", "EXECUTE_WORKFLOW end pass", "POST_WORKFLOW 1",
				"POST_WORKFLOW 2", "POST_WORKFLOW 3", "POST_WORKFLOW end 3", "POST_WORKFLOW end 2",
				"POST_WORKFLOW end 1");
	}

	@Test
	void middlewareThatFailsBeforeTheStartRefusesIt() {
		String id = newId("refused");
		WorkflowHost host = this.hosts.start(
				(builder) -> builder.middleware(new Failing(Phase.PRE_WORKFLOW, new IllegalArgumentException("no"))),
				workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> host.startWorkflow(id, new Work()))
			.withMessage("no");
		assertThat(execution().findWorkflow(id + "-1")).isEmpty();
	}

	/** An error, which is no exception, is caught as well. */
	@ParameterizedTest
	@CsvSource({ "EXECUTE_WORKFLOW, false", "EXECUTE_WORKFLOW, true", "POST_WORKFLOW, false", "POST_WORKFLOW, true" })
	void middlewareThatFailsLaterChangesNothing(Phase phase, boolean error) {
		String id = newId("unharmed");
		Throwable failure = error ? new NoClassDefFoundError("gone") : new IOException("gone");
		WorkflowHost host = this.hosts.start((builder) -> builder.middleware(new Failing(phase, failure)), workflow(id,
				(steps) -> steps.update("a", (work) -> work.add("a")).update("b", (work) -> work.add("b"))));
		WorkflowInstance workflow = host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG);
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(log(workflow)).containsExactly("a", "b");
		assertThat(store().getErrors(workflow.id())).isEmpty();
	}

	@Test
	void middlewareOfAStepThatFailsMakesTheStepFail() {
		String id = newId("step");
		WorkflowHost host = this.hosts.start((builder) -> builder.middleware((context, next) -> {
			if (context.attempt() == 1) {
				throw new IllegalStateException("not allowed");
			}
			return next.run();
		}), workflow(id, (steps) -> steps.update("a", (work) -> work.add("a")).onError(ErrorBehavior.suspend())));
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(store().getErrors(workflowId)).singleElement()
			.satisfies((error) -> assertThat(error.message()).isEqualTo("not allowed"));
	}

	/** D36: who is told finds in the store what it was told. */
	@Test
	void listenersAreToldOfWhatIsStored() {
		String id = newId("told");
		List<String> seen = new CopyOnWriteArrayList<>();
		WorkflowHost host = this.hosts.start((builder) -> builder.listener(new WorkflowListener() {

			@Override
			public void started(WorkflowInstance workflow) {
				seen.add("started " + stored(workflow).id().equals(workflow.id()));
			}

			@Override
			public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
				seen.add(pointer.stepName() + " "
						+ stored(workflow).executionPointers()
							.stream()
							.anyMatch((found) -> found.id().equals(pointer.id()) && found.endTime() != null));
			}

			@Override
			public void completed(WorkflowInstance workflow) {
				seen.add("completed " + stored(workflow).status());
			}

			private WorkflowInstance stored(WorkflowInstance workflow) {
				return store().getWorkflowInstance(workflow.id());
			}

		}), workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		host.startWorkflow(id, new Work());
		Awaitility.await().atMost(LONG).until(() -> seen.size() == 3);
		assertThat(seen).containsExactly("started true", "a true", "completed COMPLETE");
	}

	/** D43: an instance that is ended by a step has ended like any other. */
	@Test
	void endWorkflowIsToldAsAnEnd() {
		String id = newId("ended");
		List<String> told = new CopyOnWriteArrayList<>();
		WorkflowHost host = this.hosts.start(
				(builder) -> builder.middleware(new Noting(Phase.POST_WORKFLOW, "m", told))
					.listener(new RecordingListener(told)),
				workflow(id,
						(steps) -> steps
							.parallel(List.of((one) -> one.waitFor(id, (work) -> "never", String.class).name("open"),
									(two) -> two.endWorkflow()))));
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
		Awaitility.await().atMost(LONG).until(() -> told.contains("completed"));
		assertThat(told).contains("POST_WORKFLOW m").endsWith("completed");
		assertThat(store().getSubscriptionsByWorkflow(workflowId, 10)).isEmpty();
	}

}
