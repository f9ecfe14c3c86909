package io.wfe.engine.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Writes that were committed and whose answers were lost: no instance is forgotten, and
 * no step runs again.
 */
abstract class LostAnswerScenarios extends HostTest {

	private static final Duration POLL = Duration.ofMillis(50);

	LostAnswers answers = new LostAnswers(store());

	Trace trace = new Trace();

	LostAnswerScenarios(StoreUnderTest store) {
		super(store);
	}

	@BeforeEach
	void begin() {
		this.answers = new LostAnswers(store());
		this.trace = new Trace();
	}

	WorkflowHost.Builder host(Workflow<?> workflow) {
		return WorkflowHost.builder(this.answers.provider()).pollInterval(POLL).workflow(workflow);
	}

	private WorkflowHost starter(Workflow<?> workflow) {
		return this.hosts.start((builder) -> builder.executeWorkflows(false), workflow);
	}

	@ParameterizedTest
	@ValueSource(strings = { "registerHost", "renewHost", "claimWorkflows", "persistPasses", "lookBackOrRelease",
			"deliverEvents", "deliverDueEvents", "releaseWorkflows", "timeUntilDue" })
	void whenAnswersAreLostThenEachStepRunsOnceAndListenersHearOfIt(String operation) {
		String id = newId("unanswered");
		List<String> told = new CopyOnWriteArrayList<>();
		Workflow<Work> workflow = workflow(id,
				(steps) -> steps.then("a", this.trace.step("a"))
					.delay(Duration.ofMillis(20))
					.then("b", this.trace.step("b"))
					.waitFor(id, (work) -> "k", String.class)
					.name("wait")
					.then("c", this.trace.step("c")));
		String workflowId = starter(workflow).startWorkflow(id, new Work());
		try (WorkflowHost host = host(workflow).leaseDuration(Duration.ofMillis(600))
			.listener(new RecordingListener(told))
			.build()) {
			if (operation.equals("registerHost")) {
				this.answers.lose(operation, 1);
				assertThatExceptionOfType(PersistenceException.class).isThrownBy(host::start);
			}
			this.answers.lose(operation, operation.equals("registerHost") ? 0 : 2);
			host.start();
			this.hosts.until(workflowId, "wait", PointerStatus.WAITING_FOR_EVENT);
			this.answers.lose(operation, operation.equals("registerHost") ? 0 : 2);
			host.publishEvent(id, "k", "x");
			assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.trace.ran()).containsExactly("a", "b", "c");
			Awaitility.await().atMost(LONG).until(() -> told.contains("completed"));
			assertThat(told).filteredOn((news) -> news.startsWith("stepCompleted") && news.length() == 15)
				.containsExactly("stepCompleted a", "stepCompleted b", "stepCompleted c");
			assertThat(told).filteredOn("completed"::equals).hasSize(1);
			assertThat(store().getErrors(workflowId)).isEmpty();
		}
	}

	/** The host that has stored it is the only one that may run it, and lives on. */
	@Test
	void startWhoseAnswerIsLostIsRunAllTheSame() {
		String id = newId("unanswered");
		try (WorkflowHost host = host(workflow(id, (steps) -> steps.then("a", this.trace.step("a")))).build()) {
			host.start();
			this.answers.lose("startWorkflows", 1);
			String workflowId = newId("started");
			assertThatExceptionOfType(PersistenceException.class)
				.isThrownBy(() -> host.startWorkflow(StartWorkflow.of(id).data(new Work()).id(workflowId)));
			assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.trace.ran()).containsExactly("a");
		}
	}

	/** What was claimed without an answer is not mistaken for what is being started. */
	@Test
	void whatIsBeingStartedIsKeptWhenTheAnswerToAClaimIsLost() {
		String id = newId("unanswered");
		String otherId = newId("other");
		Workflow<Work> other = workflow(otherId, (steps) -> steps.then("b", this.trace.step("b")));
		WorkflowHost starter = starter(other);
		try (WorkflowHost host = host(workflow(id, (steps) -> steps.then("a", this.trace.step("a")))).workflow(other)
			.build()) {
			host.start();
			this.answers.beforeAnswer("startWorkflows", () -> {
				this.answers.lose("claimWorkflows", 1);
				String claimed = starter.startWorkflow(otherId, new Work());
				this.hosts.until(claimed, WorkflowStatus.COMPLETE);
			});
			String workflowId = host.startWorkflow(id, new Work());
			assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.answers.areAllLost()).isTrue();
			Awaitility.await().during(Duration.ofMillis(300)).atMost(LONG).until(() -> this.trace.times("a") == 1);
		}
	}

	/** It belongs to nobody by then, but its host does not know yet. */
	@Test
	void hostDoesNotTakeAgainWhatItHasReleasedWithoutAnAnswer() {
		String id = newId("unanswered");
		Gate gate = new Gate();
		try (WorkflowHost host = host(workflow(id,
				(steps) -> steps.then("a", this.trace.step("a")).delay(Duration.ofMillis(10)).then("b", (step) -> {
					this.trace.ran().add("b");
					gate.pass();
					return ExecutionResult.next();
				})))
			.build()) {
			host.start();
			// The second pass is the delay's, which lets the instance go
			this.answers.beforeAnswer("persistPasses", () -> this.answers.beforeAnswer("persistPasses", () -> {
				this.answers.lose("persistPasses", 1);
				this.answers.awaitCalls("claimWorkflows", 4);
			}));
			String workflowId = host.startWorkflow(id, new Work());
			gate.awaitStep();
			this.answers.awaitCalls("timeUntilDue", 4);
			Awaitility.await().atMost(LONG).until(this.answers::areAllLost);
			Awaitility.await().during(Duration.ofMillis(300)).atMost(LONG).until(() -> this.trace.times("b") == 1);
			gate.open();
			assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.trace.ran()).containsExactly("a", "b");
		}
	}

	/** Others may take what it stores under its old id. */
	@Test
	void hostWithoutItsLeaseRunsNothingThatItStarts() {
		String id = newId("unanswered");
		Workflow<Work> workflow = workflow(id, (steps) -> steps.then("a", this.trace.step("a")));
		try (WorkflowHost host = host(workflow).leaseDuration(Duration.ofMillis(300)).hostName(id).build()) {
			host.start();
			this.answers.beforeAnswer("renewHost", () -> {
				Awaitility.await()
					.atMost(LONG)
					.until(() -> execution().findHosts().stream().noneMatch((other) -> other.name().equals(id)));
				String workflowId = host.startWorkflow(id, new Work());
				this.hosts.start(workflow);
				this.hosts.until(workflowId, WorkflowStatus.COMPLETE);
				this.trace.ran().add("done");
			});
			Awaitility.await().atMost(LONG).until(() -> this.trace.ran().contains("done"));
			assertThat(this.trace.ran()).containsExactly("a", "done");
		}
	}

	@Test
	void instanceForWhichNoThreadCanBeHadRunsLater() {
		String id = newId("unanswered");
		AtomicBoolean exhausted = new AtomicBoolean(true);
		ExecutorService threads = Executors.newCachedThreadPool();
		Executor executor = (task) -> {
			if (exhausted.getAndSet(false)) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			threads.execute(task);
		};
		Workflow<Work> workflow = workflow(id, (steps) -> steps.then("a", this.trace.step("a")));
		String first = starter(workflow).startWorkflow(id, new Work());
		String second = starter(workflow).startWorkflow(id, new Work());
		try (WorkflowHost host = host(workflow).executor(executor).maxConcurrentWorkflows(2).build()) {
			host.start();
			assertThat(host.awaitWorkflow(first, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(host.awaitWorkflow(second, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.trace.ran()).containsExactly("a", "a");
		}
		finally {
			threads.shutdownNow();
		}
	}

}
