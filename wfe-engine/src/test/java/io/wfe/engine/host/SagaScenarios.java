package io.wfe.engine.host;

import java.time.Duration;
import java.util.function.Consumer;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.Sequence;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.pointers;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps that fail: what is compensated, repeated and ended.
 */
abstract class SagaScenarios extends HostTest {

	private static final ErrorBehavior SOON = ErrorBehavior.retry(Duration.ofMillis(20), 0);

	SagaScenarios(StoreUnderTest store) {
		super(store);
	}

	/** */
	@Test
	void stepThatTerminatesEndsTheInstance() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.then("a", trace.broken("a"))
					.onError(ErrorBehavior.terminate())
					.then("tail", trace.step("tail")));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(workflow.completeTime()).isNotNull();
		assertThat(workflow.nextExecution()).isNull();
		assertThat(pointers(workflow, "a").get(0).status()).isEqualTo(PointerStatus.FAILED);
		assertThat(trace.ran()).containsExactly("a");
	}

	/** W-06 without a failure. */
	@Test
	void nothingIsCompensatedIfNothingFails() {
		Trace trace = new Trace();
		this.hosts.run(new Work(),
				(steps) -> steps.then("a", trace.step("a"))
					.compensateWith("undo a", trace.step("undo a"))
					.then("tail", trace.step("tail")));
		assertThat(trace.ran()).containsExactly("a", "tail");
	}

	/** R-06, W-06, D21. */
	@Test
	void stepThatFailsIsCompensatedAndTheChainGoesOn() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.then("a", trace.broken("a"))
					.compensateWith("undo a", trace.step("undo a"))
					.then("tail", trace.step("tail")));
		assertThat(trace.ran()).containsExactly("a", "undo a", "tail");
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(store().getErrors(workflow.id())).hasSize(1);
		assertThat(pointers(workflow, "a").get(0).status()).isEqualTo(PointerStatus.COMPENSATED);
		assertThat(pointers(workflow, "undo a").get(0).status()).isEqualTo(PointerStatus.COMPLETE);
	}

	/** W-07. */
	@Test
	void allStepsOfACompensationRun() {
		Trace trace = new Trace();
		this.hosts.run(new Work(),
				(steps) -> steps.then("a", trace.broken("a"))
					.compensateWith(
							(undo) -> undo.then("undo 1", trace.step("undo 1")).then("undo 2", trace.step("undo 2")))
					.then("tail", trace.step("tail")));
		assertThat(trace.ran()).containsExactly("a", "undo 1", "undo 2", "tail");
	}

	/** W-16. */
	@Test
	void sagaThatTerminatesRunsNothingElse() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps
					.saga((saga) -> saga.then("1", trace.step("1"))
						.ifDo((work) -> true, (yes) -> yes.then("2", trace.broken("2")))
						.then("3", trace.step("3")))
					.onError(ErrorBehavior.terminate())
					.then("tail", trace.step("tail")));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(store().getErrors(workflow.id())).hasSize(1);
		assertThat(trace.ran()).containsExactly("1", "2");
	}

	/** W-24. */
	@Test
	void sagaIsCompensatedInReverse() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps
					.saga((saga) -> saga.then("1", trace.step("1"))
						.compensateWith("undo 1", trace.step("undo 1"))
						.then("2", trace.step("2"))
						.compensateWith((undo) -> undo.then("undo 2a", trace.step("undo 2a"))
							.then("undo 2b", trace.step("undo 2b")))
						.then("3", trace.step("3"))
						.compensateWith("undo 3", trace.step("undo 3"))
						.then("4", trace.broken("4"))
						.compensateWith("undo 4", trace.step("undo 4")))
					.compensateWith("undo saga", trace.step("undo saga"))
					.then("tail", trace.step("tail")));
		assertThat(trace.ran()).containsExactly("1", "2", "3", "4", "undo 4", "undo 3", "undo 2a", "undo 2b", "undo 1",
				"undo saga", "tail");
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	/** D46. */
	@Test
	void sagaThatFailsIsMarked() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps
					.saga((saga) -> saga.then("1", trace.broken("1")).compensateWith("undo 1", trace.step("undo 1")))
					.then("tail", trace.step("tail")));
		assertThat(trace.ran()).containsExactly("1", "undo 1");
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(String.valueOf(pointers(workflow, "saga").get(0).extensionAttributes().get("wfe.saga")))
			.isEqualTo("\"failed\"");
	}

	/** W-26, D65. */
	@Test
	void sagaIsRepeatedBehindItsCompensations() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(), retried(trace, (saga) -> failing(saga, trace)));
		assertRetried(workflow, trace);
		assertThat(trace.ran()).containsExactly("1", "2", "3", "undo 3", "undo 2", "2", "3", "undo 3", "undo 2", "2",
				"3", "4", "tail");
	}

	/** W-27. */
	@Test
	void sagaIsRepeatedIfAStepOfABranchFails() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(),
				retried(trace, (saga) -> saga.ifDo((work) -> true, (yes) -> failing(yes, trace))));
		assertRetried(workflow, trace);
	}

	/** W-28. */
	@Test
	void sagaThatIsRepeatedAsksAnew() {
		String id = newId("ada");
		Trace trace = new Trace();
		WorkflowHost host = this.hosts.start(workflow(id, retried(trace,
				(saga) -> saga.userTask("go on?", (work) -> id).option("yes", (yes) -> failing(yes, trace)))));
		String workflowId = host.startWorkflow(id, new Work());
		for (int round = 0; round < 3; round++) {
			String task = Awaitility.await()
				.atMost(LONG)
				.until(() -> host.userTasks().find(id), (tasks) -> tasks.size() == 1)
				.get(0)
				.id();
			assertThat(host.userTasks().complete(task, id, "yes")).isTrue();
			Awaitility.await()
				.atMost(LONG)
				.until(() -> host.userTasks().find(id).stream().noneMatch((open) -> open.id().equals(task)));
		}
		assertRetried(host.awaitWorkflow(workflowId, LONG), trace);
		assertThat(host.userTasks().find(id)).isEmpty();
	}

	private static void failing(Sequence<Work> saga, Trace trace) {
		saga.then("3", trace.failing("3", 2)).compensateWith("undo 3", trace.step("undo 3"));
	}

	private static Consumer<WorkflowBuilder<Work>> retried(Trace trace, Consumer<Sequence<Work>> failing) {
		return (steps) -> steps.then("1", trace.step("1"))
			.compensateWith("undo 1", trace.step("undo 1"))
			.saga((saga) -> {
				saga.then("2", trace.step("2")).compensateWith("undo 2", trace.step("undo 2"));
				failing.accept(saga);
				saga.then("4", trace.step("4")).compensateWith("undo 4", trace.step("undo 4"));
			})
			.onError(SOON)
			.then("tail", trace.step("tail"));
	}

	private void assertRetried(WorkflowInstance workflow, Trace trace) {
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(store().getErrors(workflow.id())).hasSize(2);
		assertThat(trace.times("3")).isEqualTo(3);
		assertThat(trace.times("undo 2")).isEqualTo(2);
		assertThat(trace.times("undo 3")).isEqualTo(2);
		assertThat(trace.ran()).doesNotContain("undo 1", "undo 4").containsOnlyOnce("1", "4", "tail");
	}

	/**
	 * D20, D55: the interval grows only as far as it may, and the end is an instance that
	 * is suspended.
	 */
	@Test
	void intervalsOfRetriesGrowUpToALimit() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.then("a", trace.failing("a", 12))
					.onError(ErrorBehavior.retry(Duration.ofMillis(1), 4, Duration.ofMillis(4), 0))
					.then("b", trace.broken("b"))
					.onError(ErrorBehavior.retry(Duration.ofMillis(1), 4, Duration.ofMillis(4), 5)));
		assertThat(trace.times("a")).isEqualTo(13);
		assertThat(trace.times("b")).isEqualTo(6);
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(pointers(workflow, "b").get(0).endTime()).isNull();
	}

	/** A step may be due again before it is written that it has failed. */
	@Test
	void stepThatIsDueAgainAtOnceRunsOnceForEachAttempt() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(new Work(), (steps) -> steps.then("a", trace.failing("a", 40))
			.onError(ErrorBehavior.retry(Duration.ofMillis(1), 0)));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(trace.times("a")).isEqualTo(41);
		assertThat(store().getErrors(workflow.id())).hasSize(40);
	}

}
