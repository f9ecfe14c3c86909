package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.List;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a question while the branch of its escalation runs.
 */
class EscalationTests {

	private final Scenario scenario = new Scenario();

	@Test
	void whenBranchOfEscalationFailsThenTheQuestionIsTakenBackUntilTheRetry() {
		this.scenario
			.define((b) -> b.userTask("ok?", (data) -> "ann")
				.escalate(Duration.ofMinutes(1), (data) -> "bob",
						(late) -> late.then("tell", this.scenario.failing("tell", 1))
							.onError(ErrorBehavior.compensate()))
				.onError(ErrorBehavior.retry(Duration.ofMinutes(1), 3)))
			.run()
			.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "ok?")).isEqualTo(PointerStatus.SLEEPING);
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.driver.tasks("ann")).hasSize(1);
		this.scenario.driver.answer("ann", "yes");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenEscalationItselfFailsThenNobodyIsAskedMeanwhile() {
		boolean[] broken = { true };
		this.scenario.define((b) -> b.userTask("ok?", (data) -> "ann").escalate(Duration.ofMinutes(1), (data) -> {
			if (broken[0]) {
				throw new IllegalStateException("nobody is there");
			}
			return "bob";
		}, (late) -> late.then("tell", this.scenario.step("tell"))).onError(ErrorBehavior.suspend()))
			.run()
			.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		broken[0] = false;
		this.scenario.driver.resume(this.scenario.id());
		assertThat(this.scenario.driver.tasks("bob")).hasSize(1);
	}

	@Test
	void whenBranchFailsAfterAnotherWasAskedThenNobodyIsAskedUntilTheRetry() {
		this.scenario
			.define((b) -> b.userTask("ok?", (data) -> "ann")
				.escalate(Duration.ofMinutes(1), (data) -> "bob",
						(late) -> late.delay(Duration.ofMinutes(1))
							.then("tell", this.scenario.failing("tell", 1))
							.onError(ErrorBehavior.compensate()))
				.escalate(Duration.ofMinutes(1), (data) -> "eve",
						(late) -> late.then("tell eve", this.scenario.step("tell eve")))
				.onError(ErrorBehavior.retry(Duration.ofHours(1), 3)))
			.run()
			.advance(Duration.ofMinutes(1));
		Driver driver = this.scenario.driver;
		driver.now = driver.now.plus(Duration.ofMinutes(1));
		driver.runUntilIdle();
		assertThat(driver.statusOf(this.scenario.id(), "ok?")).isEqualTo(PointerStatus.SLEEPING);
		assertThat(driver.subscriptions).isEmpty();
	}

	@Test
	void whenQuestionWithoutOptionsIsAnsweredThenTheBranchOfItsEscalationEndsFirst() {
		this.scenario
			.define((b) -> b.userTask("ok?", (data) -> "ann")
				.escalate(Duration.ofMinutes(1), (data) -> "bob",
						(late) -> late.delay(Duration.ofMinutes(1)).then("tell", this.scenario.step("tell")))
				.then("next", this.scenario.step("next")))
			.run()
			.advance(Duration.ofMinutes(1));
		this.scenario.driver.answer("bob", "yes");
		assertThat(this.scenario.ran).isEmpty();
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.ran).containsExactly("tell", "next");
	}

	/** Whoever writes the result of a pass is refused, and all that ran has failed. */
	@Test
	void whenPassIsRefusedThenWhatAnotherFailureHasClosedStaysClosed() {
		this.scenario.define(
				(b) -> b.saga((saga) -> saga.parallel(List.of((left) -> left.then("left", this.scenario.step("left")),
						(right) -> right.then("right", this.scenario.step("right"))))))
			.start(new Data());
		Driver driver = this.scenario.driver;
		String id = this.scenario.id();
		driver.pass(id);
		driver.pass(id);
		WorkflowInstance before = driver.get(id);
		PassResult result = driver.executor()
			.fail(before, driver.definition(before), driver.now, PassControl.NONE,
					new IllegalStateException("refused"));
		Invariants.check(before, result);
		assertThat(result.errors()).hasSize(1);
		assertThat(result.instance().status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

}
