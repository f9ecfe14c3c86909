package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passes whose instance was changed by somebody else while they ran.
 */
class RebaseTests {

	private final Scenario scenario = new Scenario();

	private Optional<PassResult> rebase(WorkflowInstance before, PassResult result, WorkflowInstance fresh) {
		return Rebase.apply(result, before, fresh, this.scenario.driver.definition(before));
	}

	private static WorkflowInstance delivered(WorkflowInstance workflow, String stepName) {
		List<ExecutionPointer> pointers = workflow.executionPointers()
			.stream()
			.map((pointer) -> stepName.equals(pointer.stepName()) ? pointer.toBuilder()
				.eventPublished(true)
				.active(true)
				.eventData(JsonNodeFactory.instance.stringNode("now"))
				.build() : pointer)
			.toList();
		return workflow.toBuilder().executionPointers(pointers).nextExecution(Instant.EPOCH).build();
	}

	@Test
	void whenEventCameForAnotherBranchThenItIsKeptAndDueAtOnce() {
		this.scenario.define((b) -> b.parallel(List.of((one) -> one.waitFor("e", (d) -> "k", String.class),
				(two) -> two.delay(Duration.ofHours(1)).then("body", this.scenario.step("body")))))
			.run();
		this.scenario.driver.now = Driver.START.plus(Duration.ofHours(1));
		this.scenario.driver.pass(this.scenario.id());
		WorkflowInstance before = this.scenario.instance();
		PassResult result = this.scenario.driver.pass(this.scenario.id());
		assertThat(this.scenario.ran).containsExactly("body");
		assertThat(rebase(before, result, delivered(before, "e"))).hasValueSatisfying((rebased) -> {
			assertThat(rebased.instance().nextExecution()).isEqualTo(Instant.EPOCH);
			assertThat(rebased.instance().executionPointers())
				.anyMatch((pointer) -> "e".equals(pointer.stepName()) && pointer.eventPublished())
				.anyMatch((pointer) -> "body".equals(pointer.stepName()) && pointer.status() == PointerStatus.COMPLETE);
		});
	}

	@Test
	void whenSuspendedThenTheStepCountsAndTheInstanceStaysSuspended() {
		this.scenario.define((b) -> b.then("body", this.scenario.step("body"))).start(new Data());
		WorkflowInstance before = this.scenario.instance();
		PassResult result = this.scenario.driver.pass(this.scenario.id());
		assertThat(result.instance().status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(rebase(before, result, before.toBuilder().status(WorkflowStatus.SUSPENDED).build()))
			.hasValueSatisfying((rebased) -> {
				assertThat(rebased.instance().status()).isEqualTo(WorkflowStatus.SUSPENDED);
				assertThat(rebased.instance().completeTime()).isNull();
				assertThat(rebased.lifecycle()).noneMatch((event) -> event instanceof Lifecycle.Completed);
				assertThat(rebased.instance().executionPointers().get(0).status()).isEqualTo(PointerStatus.COMPLETE);
			});
	}

	@Test
	void whenEventCameForAWaitThatThePassHasCancelledThenItIsTooLate() {
		this.scenario.define((b) -> b.parallel(
				List.of((one) -> one.waitFor("e", (d) -> "k", String.class).cancelWhen((data) -> data.flag, false),
						(two) -> two.delay(Duration.ofHours(1)).update("set", (data) -> {
							data.flag = true;
							return data;
						}))))
			.run();
		this.scenario.driver.now = Driver.START.plus(Duration.ofHours(1));
		WorkflowInstance before = this.scenario.instance();
		assertThat(pointer(before).status()).isEqualTo(PointerStatus.WAITING_FOR_EVENT);
		PassResult result = this.scenario.driver.pass(this.scenario.id());
		assertThat(pointer(result.instance()).status()).isEqualTo(PointerStatus.CANCELLED);
		assertThat(rebase(before, result, delivered(before, "e"))).hasValueSatisfying(
				(rebased) -> assertThat(pointer(rebased.instance()).status()).isEqualTo(PointerStatus.CANCELLED));
	}

	private static ExecutionPointer pointer(WorkflowInstance workflow) {
		return workflow.executionPointers()
			.stream()
			.filter((pointer) -> "e".equals(pointer.stepName()))
			.findFirst()
			.orElseThrow();
	}

	/** A body that has run with it would have to run again. */
	@Test
	void whenWaitGivesUpThenNothingElseRunsInThatPass() {
		this.scenario.define((b) -> b.parallel(List.of(
				(one) -> one.waitFor("e", (d) -> "k", String.class)
					.orAfter(Duration.ofHours(1), (late) -> late.then("late", this.scenario.step("late"))),
				(two) -> two.delay(Duration.ofMinutes(59)).then("body", this.scenario.step("body")))))
			.run();
		this.scenario.driver.now = Driver.START.plus(Duration.ofHours(1));
		WorkflowInstance before = this.scenario.instance();
		PassResult result = this.scenario.driver.pass(this.scenario.id());
		assertThat(this.scenario.ran).isEmpty();
		assertThat(rebase(before, result, delivered(before, "e"))).isEmpty();
		this.scenario.driver.runUntilIdle();
		assertThat(this.scenario.ran).containsExactlyInAnyOrder("late", "body");
	}

}
