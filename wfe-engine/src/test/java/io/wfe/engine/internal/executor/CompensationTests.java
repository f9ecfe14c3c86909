package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Sequence;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is undone when a step fails, and what runs then.
 */
class CompensationTests {

	private static final ErrorBehavior SOON = ErrorBehavior.retry(Duration.ofSeconds(1), 0);

	private final Scenario scenario = new Scenario();

	@Test
	void whenNothingFailsThenNothingIsCompensated() { // W-06
		this.scenario
			.define((b) -> b.then("a", this.scenario.step("a"))
				.compensateWith("undo a", this.scenario.step("undo a"))
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("a", "tail");
	}

	@Test
	void whenStepWithCompensationFailsThenItIsCompensatedAndTheChainGoesOn() { // R-06,
																				// W-06
		this.scenario
			.define((b) -> b.then("a", this.scenario.broken("a"))
				.compensateWith("undo a", this.scenario.step("undo a"))
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("a", "undo a", "tail");
		assertThat(this.scenario.errors()).hasSize(1);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "a")).isEqualTo(PointerStatus.COMPENSATED);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "undo a")).isEqualTo(PointerStatus.COMPLETE);
	}

	@Test
	void whenCompensationHasSeveralStepsThenAllRunBeforeTheChainGoesOn() { // W-07
		this.scenario
			.define((b) -> b.then("a", this.scenario.broken("a"))
				.compensateWith((undo) -> undo.then("undo 1", this.scenario.step("undo 1"))
					.delay(Duration.ofSeconds(1))
					.then("undo 2", this.scenario.step("undo 2")))
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("a", "undo 1");
		this.scenario.advance(Duration.ofSeconds(1));
		assertThat(this.scenario.ran).containsExactly("a", "undo 1", "undo 2", "tail");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	/** Another host has gone on, whose clock is behind. */
	@Test
	void whenTheClockGoesBackThenTheLastStepIsStillCompensatedFirst() {
		this.scenario.define((b) -> b.saga((saga) -> saga.then("a", this.scenario.step("a"))
			.compensateWith("undo a", this.scenario.step("undo a"))
			.then("b", this.scenario.step("b"))
			.compensateWith("undo b", this.scenario.step("undo b"))
			.then("c", this.scenario.broken("c")))).start(new Data());
		while (this.scenario.status() == WorkflowStatus.RUNNABLE) {
			this.scenario.driver.pass(this.scenario.id());
			this.scenario.driver.now = this.scenario.driver.now.minusMillis(3);
		}
		assertThat(this.scenario.ran).containsExactly("a", "b", "c", "undo b", "undo a");
	}

	/** The time of a test stands still. */
	@Test
	void whenNoTimePassesThenTheLastStepIsStillCompensatedFirst() {
		this.scenario
			.define((b) -> b.saga((saga) -> saga
				.parallel(List.of(
						(slow) -> slow
							.then("a",
									(step) -> (step.persistenceData(Boolean.class) == null)
											? ExecutionResult.persist(true) : this.scenario.step("a").run(step))
							.compensateWith("undo a", this.scenario.step("undo a")),
						(quick) -> quick.then("b", this.scenario.step("b"))
							.compensateWith("undo b", this.scenario.step("undo b"))))
				.then("c", this.scenario.broken("c"))))
			.run();
		assertThat(this.scenario.ran).containsExactly("b", "a", "c", "undo a", "undo b");
	}

	@Test
	void whenAContainerIsCompensatedThenTheFlowGoesOnBehindIt() { // D44
		this.scenario
			.define((b) -> b.forEach((d) -> d.items, Integer.class,
					(each) -> each.ifDo((d) -> true, (yes) -> yes.then("a", this.scenario.broken("a")))
						.name("if")
						.compensateWith("undo", this.scenario.step("undo"))
						.then("next", this.scenario.step("next")))
				.then("tail", this.scenario.step("tail")))
			.run(Data.items(1, 2));
		assertThat(this.scenario.times("undo")).isEqualTo(2);
		assertThat(this.scenario.times("next")).isEqualTo(2);
		assertThat(this.scenario.ran).endsWith("tail");
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "forEach")).isEqualTo(PointerStatus.COMPLETE);
	}

	@Test
	void whenThereIsNothingToCompensateThenTheInstanceIsSuspended() { // D08
		this.scenario
			.define((b) -> b.then("a", this.scenario.failing("a", 1))
				.onError(ErrorBehavior.compensate())
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		this.scenario.driver.resume(this.scenario.id());
		assertThat(this.scenario.ran).containsExactly("a", "a", "tail");
	}

	@Test
	void whenSagaTerminatesThenNothingFollows() { // W-16
		this.scenario.define((b) -> b
			.saga((saga) -> saga.then("1", this.scenario.step("1"))
				.compensateWith("undo 1", this.scenario.step("undo 1"))
				.ifDo((d) -> true, (yes) -> yes.then("2", this.scenario.broken("2")))
				.then("3", this.scenario.step("3")))
			.onError(ErrorBehavior.terminate())
			.then("tail", this.scenario.step("tail"))).run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(this.scenario.errors()).hasSize(1);
		assertThat(this.scenario.ran).doesNotContain("3", "tail");
	}

	@Test
	void whenStepInABranchOfALoopFailsThenItIsCompensatedOnce() { // W-20
		this.scenario
			.define((b) -> b
				.forEach((d) -> d.items, Integer.class,
						(each) -> each.decide((d) -> d.n)
							.when(1, (one) -> one.then("a", this.scenario.broken("a"))
								.compensateWith((undo) -> undo.then("undo 1", this.scenario.step("undo 1"))
									.then("undo 2", this.scenario.step("undo 2")))))
				.then("tail", this.scenario.step("tail")))
			.run(once());
		assertThat(this.scenario.ran).containsExactly("a", "undo 1", "undo 2", "tail");
		assertThat(this.scenario.errors()).hasSize(1);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	private static Data once() {
		Data data = Data.items(1);
		data.n = 1;
		return data;
	}

	@Test
	void whenStepOfASagaFailsThenWhatHasCompletedIsCompensatedInReverse() { // W-24
		this.scenario
			.define((b) -> b.then("0", this.scenario.step("0"))
				.compensateWith("undo 0", this.scenario.step("undo 0"))
				.saga((saga) -> saga.then("1", this.scenario.step("1"))
					.compensateWith("undo 1", this.scenario.step("undo 1"))
					.then("2", this.scenario.step("2"))
					.compensateWith((undo) -> undo.then("undo 2a", this.scenario.step("undo 2a"))
						.delay(Duration.ofSeconds(1))
						.then("undo 2b", this.scenario.step("undo 2b")))
					.then("3", this.scenario.step("3"))
					.compensateWith("undo 3", this.scenario.step("undo 3"))
					.then("4", this.scenario.broken("4"))
					.compensateWith("undo 4", this.scenario.step("undo 4"))
					.then("5", this.scenario.step("5")))
				.compensateWith("undo saga", this.scenario.step("undo saga"))
				.then("tail", this.scenario.step("tail")))
			.run()
			.advance(Duration.ofSeconds(1));
		assertThat(this.scenario.ran).containsExactly("0", "1", "2", "3", "4", "undo 4", "undo 3", "undo 2a", "undo 2b",
				"undo 1", "undo saga", "tail");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.driver.only(this.scenario.id(), "saga").extensionAttributes())
			.doesNotContainKey("wfe.saga");
	}

	@Test
	void whenSagaHasNoCompensationThenTheInstanceEndsWithAMarker() { // D46
		this.scenario
			.define((b) -> b.saga((saga) -> saga.then("1", this.scenario.step("1"))
				.compensateWith("undo 1", this.scenario.step("undo 1"))
				.then("2", this.scenario.broken("2"))).then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("1", "2", "undo 1");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		ExecutionPointer saga = this.scenario.driver.only(this.scenario.id(), "saga");
		assertThat(saga.status()).isEqualTo(PointerStatus.FAILED);
		assertThat(saga.extensionAttributes()).containsEntry("wfe.saga", JsonNodeFactory.instance.stringNode("failed"));
	}

	@Test
	void whenWhatHasCompletedLiesDeeperThenItIsCompensatedToo() {
		this.scenario.define((b) -> b.saga((saga) -> saga
			.ifDo((d) -> true,
					(yes) -> yes.then("1", this.scenario.step("1"))
						.compensateWith("undo 1", this.scenario.step("undo 1")))
			.forEachInOrder((d) -> d.items, Integer.class,
					(each) -> each.then("2", this.scenario.step("2")).compensateWith("undo 2", (context) -> {
						this.scenario.ran.add("undo 2 of " + context.item(Integer.class));
						return ExecutionResult.next();
					}))
			.then("3", this.scenario.broken("3")))).run(Data.items(7, 8));
		assertThat(this.scenario.ran).containsExactly("1", "2", "2", "3", "undo 2 of 8", "undo 2 of 7", "undo 1");
	}

	@Test
	void whenABranchOfASagaFailsThenTheOtherBranchesAreCancelled() {
		this.scenario.define((b) -> b
			.saga((saga) -> saga.parallel(List.of(
					(one) -> one.then("1", this.scenario.step("1"))
						.compensateWith("undo 1", this.scenario.step("undo 1"))
						.waitFor("never", (d) -> "", String.class),
					(two) -> two.delay(Duration.ofSeconds(1)).then("2", this.scenario.broken("2")))))
			.compensateWith("undo saga", this.scenario.step("undo saga"))).run().advance(Duration.ofSeconds(1));
		assertThat(this.scenario.ran).containsExactly("1", "2", "undo 1", "undo saga");
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "never")).isEqualTo(PointerStatus.CANCELLED);
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenSagaIsRetriedThenItBeginsAnewAfterItsCompensations() { // W-26, D65
		retried((saga) -> saga.then("3", this.scenario.failing("3", 2))
			.compensateWith("undo 3", this.scenario.step("undo 3")));
		assertThat(this.scenario.ran).containsExactly("1", "2", "3", "undo 3", "undo 2", "2", "3", "undo 3", "undo 2",
				"2", "3", "4", "tail");
	}

	@Test
	void whenTheFailingStepLiesInABranchThenTheSagaIsRetriedAllTheSame() { // W-27
		retried((saga) -> saga.ifDo((d) -> true, (yes) -> yes.then("3", this.scenario.failing("3", 2))
			.compensateWith("undo 3", this.scenario.step("undo 3"))));
	}

	@Test
	void whenSagaAsksAPersonThenEachRoundAsksAnew() { // W-28
		this.scenario
			.define(retriedSaga((saga) -> saga.userTask("go on?", (d) -> "ada")
				.option("yes",
						(yes) -> yes.then("3", this.scenario.failing("3", 2))
							.compensateWith("undo 3", this.scenario.step("undo 3")))))
			.run();
		for (int round = 0; round < 3; round++) {
			assertThat(this.scenario.driver.tasks("ada")).hasSize(1);
			this.scenario.driver.answer("ada", "yes");
			this.scenario.advance(Duration.ofSeconds(1));
		}
		assertRetried();
		assertThat(this.scenario.driver.tasks("ada")).isEmpty();
	}

	private void retried(Consumer<Sequence<Data>> failing) {
		this.scenario.define(retriedSaga(failing)).run().advance(Duration.ofSeconds(2));
		assertRetried();
	}

	private Consumer<io.wfe.engine.WorkflowBuilder<Data>> retriedSaga(Consumer<Sequence<Data>> failing) {
		return (b) -> b.then("1", this.scenario.step("1"))
			.compensateWith("undo 1", this.scenario.step("undo 1"))
			.saga((saga) -> {
				saga.then("2", this.scenario.step("2")).compensateWith("undo 2", this.scenario.step("undo 2"));
				failing.accept(saga);
				saga.then("4", this.scenario.step("4")).compensateWith("undo 4", this.scenario.step("undo 4"));
			})
			.onError(SOON)
			.then("tail", this.scenario.step("tail"));
	}

	private void assertRetried() {
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.times("3")).isEqualTo(3);
		assertThat(this.scenario.times("undo 2")).isEqualTo(2);
		assertThat(this.scenario.times("undo 3")).isEqualTo(2);
		assertThat(this.scenario.times("4")).isEqualTo(1);
		assertThat(this.scenario.times("tail")).isEqualTo(1);
		assertThat(this.scenario.ran).doesNotContain("undo 1", "undo 4");
		assertThat(this.scenario.errors()).hasSize(2);
	}

	@Test
	void whenCompensationsOfARetriedSagaTakeLongThenItWaitsForThem() {
		this.scenario.define(
				(b) -> b
					.saga((saga) -> saga.then("1", this.scenario.failing("1", 1))
						.compensateWith((undo) -> undo.delay(Duration.ofMinutes(1))
							.then("undone", this.scenario.step("undone"))))
					.onError(SOON))
			.run()
			.advance(Duration.ofSeconds(59));
		assertThat(this.scenario.ran).containsExactly("1");
		this.scenario.advance(Duration.ofSeconds(1));
		assertThat(this.scenario.ran).containsExactly("1", "undone", "1");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenALoopIsRetriedThenItBranchesAnew() { // D65
		this.scenario
			.define((b) -> b
				.forEachInOrder((d) -> d.items, Integer.class,
						(each) -> each.then("a", this.scenario.step("a"))
							.then("b", this.scenario.failing("b", 1))
							.compensateWith("undo b", this.scenario.step("undo b"))
							.onError(ErrorBehavior.compensate()))
				.onError(SOON)
				.then("tail", this.scenario.step("tail")))
			.run(Data.items(1, 2))
			.advance(Duration.ofSeconds(1));
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.ran).containsExactly("a", "b", "undo b", "a", "b", "tail");
	}

	@Test
	void whenSagaSuspendsThenResumeBeginsItAnew() {
		this.scenario
			.define((b) -> b.saga((saga) -> saga.then("1", this.scenario.failing("1", 1))
				.compensateWith("undo 1", this.scenario.step("undo 1"))).onError(ErrorBehavior.suspend()))
			.run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(this.scenario.ran).containsExactly("1");
		this.scenario.driver.resume(this.scenario.id());
		assertThat(this.scenario.ran).containsExactly("1", "undo 1", "1");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenInnerSagaFailsThenTheOuterOneIsCompensatedToo() { // D44
		this.scenario.define((b) -> b
			.saga((outer) -> outer.then("1", this.scenario.step("1"))
				.compensateWith("undo 1", this.scenario.step("undo 1"))
				.saga((inner) -> inner.then("2", this.scenario.step("2"))
					.compensateWith("undo 2", this.scenario.step("undo 2"))
					.then("3", this.scenario.broken("3")))
				.compensateWith("undo inner", this.scenario.step("undo inner"))
				.then("4", this.scenario.step("4")))
			.compensateWith("undo outer", this.scenario.step("undo outer"))
			.then("tail", this.scenario.step("tail"))).run();
		assertThat(this.scenario.ran).containsExactly("1", "2", "3", "undo 2", "undo inner", "undo 1", "undo outer",
				"tail");
	}

	@Test
	void whenInnerSagaSaysWhatHappensThenTheOuterOneIsNotTouched() { // D44
		this.scenario.define((b) -> b.saga((outer) -> outer.then("1", this.scenario.step("1"))
			.compensateWith("undo 1", this.scenario.step("undo 1"))
			.saga((inner) -> inner.then("2", this.scenario.failing("2", 1))
				.compensateWith("undo 2", this.scenario.step("undo 2")))
			.name("inner")
			.onError(SOON))).run();
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "1")).isEqualTo(PointerStatus.COMPLETE);
		assertThat(this.scenario.driver.only(this.scenario.id(), "saga").endTime()).isNull();
		this.scenario.advance(Duration.ofSeconds(1));
		assertThat(this.scenario.ran).containsExactly("1", "2", "undo 2", "2");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenCompensationFailsThenItIsRepeatedAndNothingElseIsCompensated() {
		this.scenario.define((b) -> b
			.saga((saga) -> saga.then("1", this.scenario.step("1"))
				.compensateWith("undo 1", this.scenario.failing("undo 1", 1))
				.then("2", this.scenario.broken("2")))
			.compensateWith("undo saga", this.scenario.step("undo saga"))
			.then("tail", this.scenario.step("tail"))).run();
		assertThat(this.scenario.ran).containsExactly("1", "2", "undo 1");
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "undo 1")).isEqualTo(PointerStatus.SLEEPING);
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.ran).containsExactly("1", "2", "undo 1", "undo 1", "undo saga", "tail");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenTwoBranchesFailInOnePassThenTheSagaIsCompensatedOnce() {
		this.scenario.define((b) -> b.saga((saga) -> saga.then("0", this.scenario.step("0"))
			.compensateWith("undo 0", this.scenario.step("undo 0"))
			.parallel(List.of((one) -> one.then("1", this.scenario.broken("1")),
					(two) -> two.then("2", this.scenario.broken("2"))))))
			.run();
		assertThat(this.scenario.ran).containsExactly("0", "1", "undo 0");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

}
