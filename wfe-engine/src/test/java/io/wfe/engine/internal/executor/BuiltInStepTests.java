package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The built-in steps, but for those that wait for events.
 */
class BuiltInStepTests {

	private final Scenario scenario = new Scenario();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenConditionHoldsThenTheBranchRuns(boolean holds) {
		Data data = new Data();
		data.flag = holds;
		this.scenario
			.define((b) -> b.ifDo((d) -> d.flag, (yes) -> yes.then("body", this.scenario.step("body")))
				.then("tail", this.scenario.step("tail")))
			.run(data);
		assertThat(this.scenario.ran).isEqualTo(holds ? List.of("body", "tail") : List.of("tail"));
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenBranchWaitsThenTheContainerIsNotRunMeanwhile() { // D06
		this.scenario
			.define((b) -> b.ifDo((d) -> true, (yes) -> yes.delay(Duration.ofHours(1)))
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.instance().nextExecution()).isEqualTo(Driver.START.plus(Duration.ofHours(1)));
		int passes = this.scenario.driver.passes;
		this.scenario.advance(Duration.ofMinutes(59));
		assertThat(this.scenario.driver.passes).isEqualTo(passes);
		ExecutionPointer container = this.scenario.driver.only(this.scenario.id(), "ifDo");
		assertThat(container.status()).isEqualTo(PointerStatus.RUNNING);
		assertThat(String.valueOf(container.persistenceData())).isEqualTo("{\"children_active\":true}");
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.ran).containsExactly("tail");
	}

	@Test
	void whenSeveralConditionsFollowThenEachDecidesForItself() { // W-22
		this.scenario
			.define((b) -> b.ifDo((d) -> d.n < 3, (yes) -> yes.then("one", this.scenario.step("one")))
				.ifDo((d) -> d.n == 5, (yes) -> yes.then("two", this.scenario.step("two")))
				.ifDo((d) -> d.n == 2, (yes) -> yes.then("three", this.scenario.step("three")))
				.then("tail", this.scenario.step("tail")))
			.run(Data.of(2));
		assertThat(this.scenario.ran).containsExactly("one", "three", "tail");
	}

	@Test
	void whenLoopRunsWhileAConditionHoldsThenTheTailRunsOnceAndLast() { // R-10, W-33
		this.scenario.define((b) -> b.whileDo((d) -> d.n < 3,
				(body) -> body.then("one", this.scenario.step("one"))
					.then("two", this.scenario.step("two"))
					.update("three", (d) -> {
						d.n++;
						return d;
					}))
			.then("tail", this.scenario.step("tail"))).run();
		assertThat(this.scenario.ran).containsExactly("one", "two", "one", "two", "one", "two", "tail");
		assertThat(this.scenario.driver.pointersOf(this.scenario.id(), "one")).hasSize(3);
	}

	@Test
	void whenItemsRunAtOnceThenEachHasItsItemInAllItsSteps() { // W-17, D12
		this.scenario.define((b) -> b.forEach((d) -> d.items, Integer.class, (each) -> each.then("first", (context) -> {
			this.scenario.ran.add("first " + context.item(Integer.class));
			return ExecutionResult.next();
		}).then("second", (context) -> {
			Integer item = context.item(Integer.class);
			context.data().n += (item != null) ? item : 1000;
			this.scenario.ran.add("second");
			return ExecutionResult.next();
		})).then("tail", this.scenario.step("tail"))).run(Data.items(2, 2, 3));
		assertThat(this.scenario.ran).containsExactly("first 2", "first 2", "first 3", "second", "second", "second",
				"tail");
		assertThat(this.scenario.data().n).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenThereAreNoItemsThenTheBodyDoesNotRun(boolean inOrder) { // W-18
		this.scenario
			.define((b) -> (inOrder
					? b.forEachInOrder((d) -> d.items, Integer.class, (e) -> e.then("x", this.scenario.step("x")))
					: b.forEach((d) -> d.items, Integer.class, (e) -> e.then("x", this.scenario.step("x"))))
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("tail");
	}

	@Test
	void whenItemsRunInOrderThenOneWaitsForTheOther() { // W-19
		this.scenario
			.define((b) -> b.forEachInOrder((d) -> d.items, Integer.class, (each) -> each.then("wait", (context) -> {
				Integer item = context.item(Integer.class);
				return (context.persistenceData(Boolean.class) == null)
						? ExecutionResult.sleep(Duration.ofSeconds((item != null) ? item : 0), true)
						: ExecutionResult.next();
			}).then("record", (context) -> {
				context.data().log.add(String.valueOf(context.item(Integer.class)));
				return ExecutionResult.next();
			})))
			.run(Data.items(10, 2, 3));
		ExecutionPointer loop = this.scenario.driver.only(this.scenario.id(), "forEachInOrder");
		assertThat(String.valueOf(loop.persistenceData())).isEqualTo("{\"children_active\":true,\"current_index\":0}");
		this.scenario.advance(Duration.ofSeconds(14));
		assertThat(this.scenario.data().log).containsExactly("10", "2");
		this.scenario.advance(Duration.ofSeconds(1));
		assertThat(this.scenario.data().log).containsExactly("10", "2", "3");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenTheDataChangesThenTheLoopDoesNot() {
		this.scenario
			.define((b) -> b.forEachInOrder((d) -> d.items, Integer.class, (each) -> each.update("clear", (d) -> {
				d.items = new ArrayList<>(List.of(9, 9, 9, 9, 9));
				d.n++;
				return d;
			})))
			.run(Data.items(1, 2, 3));
		assertThat(this.scenario.data().n).isEqualTo(3);
	}

	@Test
	void whenThereAreManyItemsThenAThousandAreOpenAtATime() {
		this.scenario.define((b) -> b.forEach((d) -> d.items, Integer.class, (each) -> each.then("item", (context) -> {
			this.scenario.ran.add(String.valueOf(context.item(Integer.class)));
			return ExecutionResult.next();
		})).then("tail", this.scenario.step("tail")))
			.start(Data.items(IntStream.range(0, 2500).boxed().toArray(Integer[]::new)));
		int mostOpen = 0;
		while (this.scenario.driver.isDue(this.scenario.instance())) {
			this.scenario.driver.pass(this.scenario.id());
			int open = (int) this.scenario.driver.pointersOf(this.scenario.id(), "item")
				.stream()
				.filter((pointer) -> pointer.endTime() == null)
				.count();
			mostOpen = Math.max(mostOpen, open);
		}
		assertThat(mostOpen).isEqualTo(1000);
		assertThat(this.scenario.ran).hasSize(2501).endsWith("2499", "tail").doesNotHaveDuplicates();
		ExecutionPointer loop = this.scenario.driver.only(this.scenario.id(), "forEach");
		assertThat(loop.extensionAttributes()).doesNotContainKey("wfe.items");
	}

	@Test
	void whenBranchesRunInParallelThenTheChainGoesOnBehindAll() { // R-11, W-31, D56
		this.scenario
			.define((b) -> b
				.parallel(
						List.of((one) -> one.then("1a", this.scenario.step("1a")).then("1b", this.scenario.step("1b")),
								(two) -> two.waitFor("e", (d) -> "k", String.class).then("2", this.scenario.step("2")),
								(three) -> three.then("3", this.scenario.step("3"))))
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("1a", "3", "1b");
		this.scenario.publish("e", "k", "x");
		assertThat(this.scenario.ran).containsExactly("1a", "3", "1b", "2", "tail");
	}

	@ParameterizedTest
	@CsvSource({ "1, a;c;tail", "2, b;tail", "3, other;tail" })
	void whenValuesMatchThenTheirBranchesRun(int value, String expected) { // W-10, W-21,
																			// D12
		this.scenario
			.define((b) -> b.decide((d) -> (long) d.n)
				.when(1, (one) -> one.then("a", this.scenario.step("a")))
				.when("1", (text) -> text.then("text", this.scenario.step("text")))
				.when(2.0, (two) -> two.then("b", this.scenario.step("b")))
				.when(1.0, (one) -> one.then("c", this.scenario.step("c")))
				.otherwise((other) -> other.then("other", this.scenario.step("other")))
				.then("tail", this.scenario.step("tail")))
			.run(Data.of(value));
		assertThat(String.join(";", this.scenario.ran)).isEqualTo(expected);
		assertThat(String.valueOf(this.scenario.driver.only(this.scenario.id(), "decide").outcome()))
			.isEqualTo(String.valueOf(value));
	}

	@Test
	void whenNoValueMatchesThenTheChainGoesOn() {
		this.scenario
			.define((b) -> b.decide((d) -> d.flag)
				.when(true, (yes) -> yes.then("yes", this.scenario.step("yes")))
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("tail");
	}

	@Test
	void whenStepDelaysThenItSleepsOnce() { // D14, W-11
		this.scenario.define((b) -> b.delay(Duration.ofDays(1)).then("tail", this.scenario.step("tail"))).run();
		this.scenario.advance(Duration.ofDays(1));
		assertThat(this.scenario.ran).containsExactly("tail");
		assertThat(this.scenario.driver.passes).isEqualTo(2);
	}

	@Test
	void whenDelayIsZeroThenTheChainGoesOnAtOnce() { // D14
		this.scenario.define((b) -> b.delay((d) -> Duration.ZERO).then("tail", this.scenario.step("tail"))).run();
		assertThat(this.scenario.ran).containsExactly("tail");
		assertThat(this.scenario.driver.passes).isEqualTo(1);
	}

	@Test
	void whenBranchIsScheduledThenTheChainGoesOnBesideIt() { // D15
		this.scenario
			.define((b) -> b.then("head", this.scenario.step("head"))
				.schedule(Duration.ofHours(1),
						(later) -> later.then("later", this.scenario.step("later"))
							.then("latest", this.scenario.step("latest")))
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("head", "tail");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		this.scenario.advance(Duration.ofHours(1));
		assertThat(this.scenario.ran).containsExactly("head", "tail", "later", "latest");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenScheduledBranchIsCancelledBeforeItsStartThenTheChainGoesOn() {
		this.scenario
			.define((b) -> b.schedule(Duration.ofHours(1), (later) -> later.then("later", this.scenario.step("later")))
				.cancelWhen((d) -> true, false)
				.then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactly("tail");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenBranchRecursThenItRunsEachIntervalUntilTheConditionHolds() {
		this.scenario
			.define((b) -> b.recur(Duration.ofMinutes(1), (d) -> d.n >= 3, (round) -> round.update("round", (d) -> {
				d.n++;
				this.scenario.ran.add("round");
				return d;
			})).then("tail", this.scenario.step("tail")))
			.run();
		assertThat(this.scenario.ran).containsExactlyInAnyOrder("round", "tail");
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.times("round")).isEqualTo(2);
		this.scenario.advance(Duration.ofHours(1));
		assertThat(this.scenario.times("round")).isEqualTo(3);
		assertThat(this.scenario.times("tail")).isEqualTo(1);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenARoundWaitsThenTheNextOneBeginsAllTheSame() {
		this.scenario
			.define((b) -> b.recur(Duration.ofMinutes(1), (d) -> d.flag,
					(round) -> round.then("round", this.scenario.step("round")).waitFor("e", (d) -> "k", String.class)))
			.run();
		this.scenario.advance(Duration.ofMinutes(5));
		assertThat(this.scenario.times("round")).isEqualTo(6);
		assertThat(this.scenario.driver.subscriptions).hasSize(6);
	}

	@Test
	void whenRecurrenceEndsThenOpenRoundsAreCancelled() {
		this.scenario.define((b) -> b
			.recur(Duration.ofMinutes(1), (d) -> d.flag, (round) -> round.waitFor("never", (d) -> "", String.class))
			.delay(Duration.ofSeconds(90))
			.update("stop", (d) -> {
				d.flag = true;
				return d;
			})).run().advance(Duration.ofSeconds(90));
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.driver.pointersOf(this.scenario.id(), "never")).hasSize(2)
			.allMatch((pointer) -> pointer.status() == PointerStatus.CANCELLED);
		assertThat(this.scenario.driver.subscriptions).isEmpty();
	}

	@Test
	void whenWorkflowEndsThenWhatIsOpenIsCancelled() { // W-13, D17, D43
		this.scenario.define((b) -> b.then("start", this.scenario.step("start"))
			.whileDo((d) -> true,
					(body) -> body.then("mid", this.scenario.step("mid"))
						.parallel(List.of((one) -> one.waitFor("never", (d) -> "", String.class),
								(two) -> two.delay(Duration.ofSeconds(1)).endWorkflow())))
			.then("after", this.scenario.step("after"))).run().advance(Duration.ofSeconds(1));
		assertThat(this.scenario.ran).containsExactly("start", "mid");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "never")).isEqualTo(PointerStatus.CANCELLED);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "whileDo")).isEqualTo(PointerStatus.CANCELLED);
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		assertThat(this.scenario.driver.lifecycle.get(this.scenario.id())).last()
			.isInstanceOf(Lifecycle.Completed.class);
	}

	@Test
	void whenJumpGoesBackThenStepsRunAgain() {
		this.scenario.define((b) -> b.update("count", (d) -> {
			d.n++;
			this.scenario.ran.add("count");
			return d;
		}).label("again").goTo("again").when((d) -> d.n < 3).then("tail", this.scenario.step("tail"))).run();
		assertThat(this.scenario.ran).containsExactly("count", "count", "count", "tail");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenJumpLeavesABlockThenTheBlockEndsWhenItsInnerOnesHaveEnded() {
		this.scenario.define((b) -> b.update("count", (d) -> {
			d.n++;
			return d;
		}).label("again").ifDo((d) -> d.n < 3, (yes) -> yes.goTo("again")).name("if")).run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.driver.pointersOf(this.scenario.id(), "if")
			.stream()
			.map((pointer) -> pointer.scope().size())).containsExactly(0, 1, 2);
	}

	@Test
	void whenJumpGoesForwardThenStepsAreLeftOut() {
		this.scenario.define((b) -> b.then("a", this.scenario.step("a"))
			.goTo("end")
			.when((d) -> d.flag)
			.then("b", this.scenario.step("b"))
			.then("c", this.scenario.step("c"))
			.label("end"));
		Data data = new Data();
		data.flag = true;
		this.scenario.run(data);
		assertThat(this.scenario.ran).containsExactly("a", "c");
	}

}
