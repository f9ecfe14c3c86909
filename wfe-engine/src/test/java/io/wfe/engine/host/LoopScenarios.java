package io.wfe.engine.host;

import java.time.Duration;
import java.util.List;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.pointers;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blocks: conditions, loops, branches and decisions.
 */
abstract class LoopScenarios extends HostTest {

	LoopScenarios(StoreUnderTest store) {
		super(store);
	}

	/** */
	@ParameterizedTest
	@ValueSource(ints = { 1, 0 })
	void branchRunsIfItsConditionHolds(int n) {
		WorkflowInstance workflow = this.hosts.run(Work.of(n),
				(steps) -> steps.ifDo((work) -> work.n == 1, (yes) -> yes.update("body", (work) -> work.add("body")))
					.update("tail", (work) -> work.add("tail")));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(log(workflow)).isEqualTo((n == 1) ? List.of("body", "tail") : List.of("tail"));
	}

	/** W-22. */
	@Test
	void conditionsThatFollowEachOtherDecideForThemselves() {
		WorkflowInstance workflow = this.hosts.run(Work.of(2),
				(steps) -> steps.ifDo((work) -> work.n < 3, (yes) -> yes.update("small", (work) -> work.add("small")))
					.ifDo((work) -> work.n == 5, (yes) -> yes.update("five", (work) -> work.add("five")))
					.ifDo((work) -> work.n == 2, (yes) -> yes.update("two", (work) -> work.add("two")))
					.update("tail", (work) -> work.add("tail")));
		assertThat(log(workflow)).containsExactly("small", "two", "tail");
	}

	/** R-10, W-33. */
	@Test
	void bodyRunsAsLongAsTheConditionHoldsAndTheTailOnceBehindIt() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.whileDo((work) -> work.n < 3,
						(body) -> body.update("a", (work) -> work.add("a"))
							.update("b", (work) -> work.add("b"))
							.update("c", (work) -> {
								work.n++;
								return work;
							}))
					.update("tail", (work) -> work.add("tail")));
		assertThat(log(workflow)).containsExactly("a", "b", "a", "b", "a", "b", "tail");
		assertThat(pointers(workflow, "a")).hasSize(3);
	}

	/** W-13, D17, D43. */
	@Test
	void endWorkflowLeavesALoopWithoutEnd() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.update("start", (work) -> work.add("start"))
					.whileDo((work) -> true, (body) -> body.update("mid", (work) -> work.add("mid")).endWorkflow())
					.update("after", (work) -> work.add("after")));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(log(workflow)).containsExactly("start", "mid");
		assertThat(workflow.executionPointers()).allMatch((pointer) -> pointer.endTime() != null);
	}

	/** W-17, D12: the second step of the body has the item too. */
	@Test
	void itemsThatRunAtOnceAreAllDoneBeforeTheTail() {
		WorkflowInstance workflow = this.hosts.run(Work.items(2, 2, 3), (steps) -> steps.forEach((work) -> work.items,
				Integer.class, (each) -> each.update("first", (work) -> work).then("second", (step) -> {
					Integer item = step.item(Integer.class);
					step.data().n += (item != null) ? item : 1000;
					step.data().add("body");
					return ExecutionResult.next();
				}))
			.update("tail", (work) -> work.add("tail")));
		assertThat(log(workflow)).containsExactly("body", "body", "body", "tail");
		assertThat(workflow.data().path("n").asInt()).isEqualTo(7);
	}

	/** W-18. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bodyDoesNotRunWithoutItems(boolean inOrder) {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> (inOrder
						? steps.forEachInOrder((work) -> work.items, Integer.class,
								(each) -> each.update("body", (work) -> work.add("body")))
						: steps.forEach((work) -> work.items, Integer.class,
								(each) -> each.update("body", (work) -> work.add("body"))))
					.update("tail", (work) -> work.add("tail")));
		assertThat(log(workflow)).containsExactly("tail");
	}

	/** W-19. */
	@Test
	void itemsInOrderWaitForEachOther() {
		WorkflowInstance workflow = this.hosts.run(Work.items(10, 2, 3), (steps) -> steps
			.forEachInOrder((work) -> work.items, Integer.class, (each) -> each.then("wait", (step) -> {
				Integer item = step.item(Integer.class);
				return (step.persistenceData(Boolean.class) != null) ? ExecutionResult.next()
						: ExecutionResult.sleep(Duration.ofMillis((item != null) ? item * 5L : 0), true);
			}).then("record", (step) -> {
				step.data().add("item " + step.item(Integer.class));
				return ExecutionResult.next();
			})));
		assertThat(log(workflow)).containsExactly("item 10", "item 2", "item 3");
	}

	/** W-10. */
	@ParameterizedTest
	@CsvSource({ "+, 5", "-, -1" })
	void decisionTakesTheBranchOfItsValue(String operator, int result) {
		Work two = Work.of(2);
		two.text = operator;
		WorkflowInstance workflow = this.hosts.run(two,
				(steps) -> steps.decide((work) -> String.valueOf(work.text))
					.when("+", (plus) -> plus.update("plus", (work) -> plus(work, 3)))
					.when("-", (minus) -> minus.update("minus", (work) -> plus(work, -3))));
		assertThat(workflow.data().path("n").asInt()).isEqualTo(result);
	}

	private static Work plus(Work work, int n) {
		work.n += n;
		return work;
	}

	/** W-21, D12: without a match no other branch is taken instead. */
	@Test
	void decisionTakesNoOtherBranch() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.decide((work) -> true)
					.when(false, (no) -> no.update("no", (work) -> work.add("no")))
					.when(true, (yes) -> yes.update("yes", (work) -> work.add("yes")))
					.decide((work) -> "x")
					.when("y", (other) -> other.update("y", (work) -> work.add("y")))
					.update("tail", (work) -> work.add("tail")));
		assertThat(log(workflow)).containsExactly("yes", "tail");
	}

	/** W-20. */
	@Test
	void stepOfADecisionInALoopIsCompensatedOnce() {
		Trace trace = new Trace();
		WorkflowInstance workflow = this.hosts.run(Work.items(1),
				(steps) -> steps
					.forEach((work) -> work.items, Integer.class,
							(each) -> each.decide((work) -> 1)
								.when(1, (one) -> one.then("a", trace.broken("a"))
									.compensateWith((undo) -> undo.then("undo 1", trace.step("undo 1"))
										.then("undo 2", trace.step("undo 2")))))
					.then("tail", trace.step("tail")));
		assertThat(trace.ran()).containsExactly("a", "undo 1", "undo 2", "tail");
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(store().getErrors(workflow.id())).hasSize(1);
	}

	/** W-31. */
	@Test
	void branchesAreJoinedOnceWhenTheOneThatWaitsHasItsEvent() {
		String id = newId("branches");
		WorkflowHost host = this.hosts.start(workflow(id,
				(steps) -> steps
					.parallel(List.of((one) -> one.update("1", (work) -> work.add("1")),
							(two) -> two.waitFor(id, (work) -> "k", String.class).output(Work::add),
							(three) -> three.update("3", (work) -> work.add("3"))))
					.update("join", (work) -> work.add("join"))));
		String workflowId = host.startWorkflow(id, new Work());
		WorkflowInstance waiting = this.hosts.until(workflowId, (workflow) -> workflow.nextExecution() == null);
		assertThat(log(waiting)).containsExactly("1", "3");
		host.publishEvent(id, "k", "2");
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("1", "3", "2", "join");
	}

	/** D06: a block whose steps wait costs nothing. */
	@Test
	void blockThatWaitsIsNotRunMeanwhile() {
		String id = newId("quiet");
		WorkflowHost host = this.hosts.start(
				workflow(id, (steps) -> steps.ifDo((work) -> true, (yes) -> yes.waitFor(id, (work) -> "k", String.class)
					.orAfter(Duration.ofHours(1), (late) -> late.update("late", (work) -> work.add("late"))))));
		String workflowId = host.startWorkflow(id, new Work());
		WorkflowInstance waiting = this.hosts.until(workflowId, (workflow) -> workflow.nextExecution() != null
				&& workflow.nextExecution().isAfter(workflow.createTime().plus(Duration.ofMinutes(59))));
		String other = newId("other");
		host.register(workflow(other, (steps) -> steps.delay(Duration.ofMillis(300))));
		host.awaitWorkflow(host.startWorkflow(other, new Work()), LONG);
		assertThat(store().getWorkflowInstance(workflowId).revision()).isEqualTo(waiting.revision());
	}

	/** D15. */
	@Test
	void whatIsBesideTheChainRunsBesideIt() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps
					.schedule(Duration.ofMillis(60), (later) -> later.update("later", (work) -> work.add("later")))
					.recur(Duration.ofMillis(10), (work) -> work.n >= 3,
							(round) -> round.update("round", (work) -> plus(work, 1)))
					.update("chain", (work) -> work.add("chain")));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(log(workflow)).containsExactly("chain", "later");
		assertThat(workflow.data().path("n").asInt()).isEqualTo(3);
	}

	@Test
	void jumpGoesBackUntilItsConditionIsFalse() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.update("count", (work) -> plus(work, 1))
					.label("again")
					.goTo("again")
					.when((work) -> work.n < 3)
					.update("tail", (work) -> work.add("tail")));
		assertThat(workflow.data().path("n").asInt()).isEqualTo(3);
		assertThat(log(workflow)).containsExactly("tail");
	}

}
