package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.List;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps that are cancelled by a condition.
 */
class CancellationTests {

	private final Scenario scenario = new Scenario();

	private void define(boolean proceed) {
		this.scenario.define((b) -> b.parallel(List.of(
				(one) -> one.ifDo((d) -> true, (yes) -> yes.waitFor("never", (d) -> "", String.class))
					.name("slow")
					.cancelWhen((d) -> d.flag, proceed)
					.then("behind", this.scenario.step("behind")),
				(two) -> two.delay(Duration.ofSeconds(1)).update("set", (d) -> {
					d.flag = true;
					return d;
				})))
			.then("tail", this.scenario.step("tail"))).run();
		assertThat(this.scenario.driver.subscriptions).hasSize(1);
		this.scenario.advance(Duration.ofSeconds(1));
	}

	@Test
	void whenConditionHoldsThenTheStepAndWhatIsInsideAreCancelled() { // D42
		define(false);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "slow")).isEqualTo(PointerStatus.CANCELLED);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "never")).isEqualTo(PointerStatus.CANCELLED);
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		assertThat(this.scenario.ran).containsExactly("tail");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenTheChainIsToProceedThenItGoesOnBehindTheStep() {
		define(true);
		assertThat(this.scenario.ran).containsExactly("behind", "tail");
	}

	@Test
	void whenConditionHoldsFromTheStartThenTheStepDoesNotRun() {
		this.scenario
			.define((b) -> b.then("a", this.scenario.step("a"))
				.cancelWhen((d) -> true, true)
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("tail");
	}

	@Test
	void whenConditionFailsThenItCountsAsFalse() {
		this.scenario.define((b) -> b.then("a", this.scenario.step("a")).cancelWhen((d) -> {
			throw new IllegalStateException();
		}, false)).run();
		assertThat(this.scenario.ran).containsExactly("a");
		assertThat(this.scenario.errors()).isEmpty();
	}

	@Test
	void whenStepHasEndedThenItStaysAsItIs() {
		this.scenario
			.define((b) -> b.then("a", this.scenario.step("a")).cancelWhen((d) -> d.flag, false).update("set", (d) -> {
				d.flag = true;
				return d;
			}))
			.run();
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "a")).isEqualTo(PointerStatus.COMPLETE);
	}

}
