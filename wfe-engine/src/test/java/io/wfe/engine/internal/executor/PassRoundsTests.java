package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pass goes on behind steps that have no body, so that what wakes up costs one write.
 */
class PassRoundsTests {

	private final Scenario scenario = new Scenario();

	private final List<String> keys = new ArrayList<>();

	private StepBody<Data> noting() {
		return (context) -> {
			this.keys.add(context.idempotencyKey());
			return ExecutionResult.next();
		};
	}

	@Test
	void whenAWaitIsOverThenTheNextStepRunsInTheSamePass() {
		this.scenario
			.define((b) -> b.delay(Duration.ofSeconds(5))
				.then("a", this.scenario.step("a"))
				.waitFor("e", (d) -> "k", String.class)
				.then("b", this.scenario.step("b"))
				.then("c", this.scenario.step("c")))
			.run()
			.advance(Duration.ofSeconds(5));
		assertThat(this.scenario.ran).containsExactly("a");
		// To sleep; a; to wait
		assertThat(this.scenario.driver.passes).isEqualTo(3);
		this.scenario.publish("e", "k", "now");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		// b; c: each body is recorded by a write of its own
		assertThat(this.scenario.driver.passes).isEqualTo(5);
	}

	@Test
	void whenStepsAreSkippedThenTheyCostNoPassOfTheirOwn() {
		this.scenario
			.define((b) -> b.then("a", this.scenario.step("a"))
				.when((d) -> false)
				.then("b", this.scenario.step("b"))
				.when((d) -> false)
				.then("c", this.scenario.step("c")))
			.run();
		assertThat(this.scenario.ran).containsExactly("c");
		assertThat(this.scenario.driver.passes).isEqualTo(1);
	}

	@Test
	void whenThePassIsNotStoredThenItsStepsRunAgainWithTheSameKey() {
		WorkflowInstance asleep = asleep();
		PassResult first = runOnce(asleep, PassControl.NONE);
		PassResult second = runOnce(asleep, PassControl.NONE);
		assertThat(this.keys).hasSize(2);
		assertThat(this.keys.get(1)).isEqualTo(this.keys.get(0));
		assertThat(first.added()).extracting(ExecutionPointer::id).contains(this.keys.get(0));
		assertThat(second.added().get(0).id()).isEqualTo(this.keys.get(0));
	}

	private WorkflowInstance asleep() {
		this.scenario.define((b) -> b.delay(Duration.ofSeconds(5)).then("a", noting()).then("b", noting())).run();
		this.scenario.driver.now = Driver.START.plusSeconds(5);
		return this.scenario.instance();
	}

	private PassResult runOnce(WorkflowInstance before, PassControl control) {
		Driver driver = this.scenario.driver;
		PassResult result = driver.executor().run(before, driver.definition(before), driver.now, control);
		Invariants.check(before, result);
		return result;
	}

	@Test
	void whenStepsAreToRunOneByOneThenThePassEndsBehindTheWait() {
		WorkflowInstance asleep = asleep();
		Driver driver = this.scenario.driver;
		assertThat(driver.executor().hasSeveral(asleep, driver.definition(asleep), driver.now, PassControl.NONE))
			.isTrue();
		PassResult result = runOnce(asleep, new PassControl() {
			@Override
			public boolean isOneStepOnly() {
				return true;
			}
		});
		assertThat(this.keys).isEmpty();
		assertThat(result.added()).singleElement()
			.extracting(ExecutionPointer::status)
			.isEqualTo(PointerStatus.PENDING);
	}

	@Test
	void whenATransactionalStepFollowsThenItHasAPassOfItsOwn() {
		this.scenario.define((b) -> b.delay(Duration.ofSeconds(5)).then("a", this.scenario.step("a")).transactional())
			.run()
			.advance(Duration.ofSeconds(5));
		assertThat(this.scenario.ran).containsExactly("a");
		assertThat(this.scenario.driver.passes).isEqualTo(3);
	}

	@Test
	void whenSeveralRoundsEndStepsThenEachEndsBehindTheOneBefore() {
		this.scenario
			.define((b) -> b.ifDo((d) -> true, (yes) -> yes.waitFor("e", (d) -> "k", String.class))
				.then("a", this.scenario.step("a")))
			.run()
			.publish("e", "k", "now");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		ExecutionPointer wait = this.scenario.driver.only(this.scenario.id(), "e");
		ExecutionPointer block = this.scenario.instance().executionPointers().get(0);
		ExecutionPointer step = this.scenario.driver.only(this.scenario.id(), "a");
		// To open the block; to wait; all the rest
		assertThat(this.scenario.driver.passes).isEqualTo(3);
		assertThat(block.endTime()).isAfter(wait.endTime());
		assertThat(step.endTime()).isAfter(block.endTime());
	}

}
