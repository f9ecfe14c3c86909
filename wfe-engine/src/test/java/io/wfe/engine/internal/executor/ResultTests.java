package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the executor makes of a step's result, and when the instance is due next.
 */
class ResultTests {

	private final Scenario scenario = new Scenario();

	@Test
	void whenStepsFollowEachOtherThenEachTakesAPass() { // R-01, W-04
		this.scenario
			.define((b) -> b.then("a", this.scenario.step("a"))
				.then("b", this.scenario.step("b"))
				.then("c", this.scenario.step("c")))
			.run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.ran).containsExactly("a", "b", "c");
		assertThat(this.scenario.driver.passes).isEqualTo(3);
		assertThat(this.scenario.instance().executionPointers()).hasSize(3)
			.allMatch((pointer) -> pointer.status() == PointerStatus.COMPLETE)
			.allMatch((pointer) -> Driver.START.equals(pointer.startTime()))
			.extracting(ExecutionPointer::endTime)
			// The clock stands still, and yet one has ended behind the other
			.containsExactly(Driver.START, Driver.START.plusNanos(1000), Driver.START.plusNanos(2000));
	}

	@Test
	void whenInstanceHasNoPointersThenItIsComplete() {
		this.scenario.define((b) -> {
		}).run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.instance().completeTime()).isEqualTo(Driver.START);
	}

	@Test
	void whenInstanceIsNotRunnableThenNothingIsDone() {
		this.scenario.define((b) -> b.then("a", this.scenario.step("a"))).start(new Data());
		this.scenario.driver.suspend(this.scenario.id());
		WorkflowInstance before = this.scenario.instance();
		PassResult result = this.scenario.driver.pass(this.scenario.id());
		assertThat(result.instance()).isEqualTo(before);
		assertThat(result.changed()).isEmpty();
		assertThat(this.scenario.ran).isEmpty();
	}

	@Test
	void whenStepHasAnOutcomeThenItIsStored() {
		this.scenario.define((b) -> b.then("a", (context) -> ExecutionResult.outcome(Map.of("x", 1)))).run();
		assertThat(this.scenario.driver.only(this.scenario.id(), "a").outcome())
			.isEqualTo(JsonNodeFactory.instance.objectNode().put("x", 1));
	}

	@Test
	void whenStepPersistsThenItRunsAgainWithWhatItKept() {
		this.scenario.define((b) -> b.then("a", (context) -> {
			Integer count = context.persistenceData(Integer.class);
			this.scenario.ran.add(context.idempotencyKey() + " " + count);
			return (count != null && count == 2) ? ExecutionResult.next()
					: ExecutionResult.persist((count != null) ? count + 1 : 0);
		})).run();
		String pointer = this.scenario.instance().executionPointers().get(0).id();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.ran).containsExactly(pointer + " null", pointer + "-1 0", pointer + "-2 1",
				pointer + "-3 2");
		assertThat(this.scenario.driver.only(this.scenario.id(), "a").persistenceData()).isNull();
	}

	@Test
	void whenStepChangesNothingThenItWaitsAMomentBeforeItRunsAgain() { // D13
		this.scenario.define((b) -> b.then("a", (context) -> {
			this.scenario.ran.add("a");
			return this.scenario.ran.size() < 3 ? ExecutionResult.persist(null) : ExecutionResult.next();
		})).run();
		assertThat(this.scenario.ran).hasSize(1);
		assertThat(this.scenario.instance().nextExecution())
			.isEqualTo(Driver.START.plus(PassServices.DEFAULT_IDLE_TIME));
		this.scenario.advance(Duration.ofSeconds(1));
		assertThat(this.scenario.ran).hasSize(3);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenStepSleepsThenItIsDueAtThatTimeAndNotBefore() {
		this.scenario.define((b) -> b.then("a", (context) -> {
			this.scenario.ran.add("a");
			return (context.persistenceData(Boolean.class) == null) ? ExecutionResult.sleep(Duration.ofMillis(10), true)
					: ExecutionResult.next();
		}).then("b", this.scenario.step("b"))).run();
		ExecutionPointer pointer = this.scenario.driver.only(this.scenario.id(), "a");
		assertThat(pointer.status()).isEqualTo(PointerStatus.SLEEPING);
		assertThat(pointer.sleepUntil()).isEqualTo(Driver.START.plusMillis(10));
		assertThat(this.scenario.instance().nextExecution()).isEqualTo(Driver.START.plusMillis(10));
		this.scenario.advance(Duration.ofMillis(9));
		this.scenario.driver.pass(this.scenario.id());
		assertThat(this.scenario.ran).containsExactly("a");
		this.scenario.advance(Duration.ofMillis(1));
		assertThat(this.scenario.ran).containsExactly("a", "a", "b");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenStepSleepsForMicrosecondsThenTheInstanceIsNotDueBeforeIt() {
		this.scenario
			.define((b) -> b
				.then("a",
						(context) -> (context.persistenceData(Boolean.class) == null)
								? ExecutionResult.sleep(Duration.ofNanos(1_500_000), true) : ExecutionResult.next()))
			.run();
		assertThat(this.scenario.instance().nextExecution()).isEqualTo(Driver.START.plusMillis(2));
	}

	@Test
	void whenStepWaitsTwiceThenTheFirstEventIsGone() {
		Instant before = Driver.START;
		this.scenario.define((b) -> b.then("a", (context) -> {
			this.scenario.ran.add(context.eventPublished() + " " + context.eventData(String.class));
			return (this.scenario.ran.size() < 3) ? ExecutionResult.waitForEvent("e", "k", before)
					: ExecutionResult.next();
		})).run().publish("e", "k", "one");
		assertThat(this.scenario.driver.only(this.scenario.id(), "a").eventPublished()).isFalse();
		assertThat(this.scenario.driver.only(this.scenario.id(), "a").eventData()).isNull();
		this.scenario.publish("e", "k", "two");
		assertThat(this.scenario.ran).containsExactly("false null", "true one", "true two");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenWaitKeepsNothingNewThenPersistenceDataStays() { // D45
		this.scenario.define((b) -> b.then("a", (context) -> {
			this.scenario.ran.add(String.valueOf(context.persistenceData(String.class)));
			return switch (this.scenario.ran.size()) {
				case 1 -> ExecutionResult.persist("kept");
				case 2 -> ExecutionResult.waitForEvent("e", "k", Driver.START);
				default -> ExecutionResult.next();
			};
		})).run().publish("e", "k", "x");
		assertThat(this.scenario.ran).containsExactly("null", "kept", "kept");
	}

	@Test
	void whenBodyBranchesThenItsBranchRunsForEachItemAndThenTheBodyAgain() {
		this.scenario.define((b) -> b.then("a", (context) -> {
			this.scenario.ran.add("a " + context.persistenceData(String.class));
			return (context.persistenceData(String.class) == null)
					? ExecutionResult.branch(List.of("x", "y", "z"), "branched") : ExecutionResult.next();
		}, (each) -> each.then("child", (context) -> {
			this.scenario.ran.add(String.valueOf(context.item(String.class)));
			return ExecutionResult.next();
		}))).run();
		assertThat(this.scenario.ran).containsExactly("a null", "x", "y", "z", "a branched");
		ExecutionPointer parent = this.scenario.driver.only(this.scenario.id(), "a");
		List<ExecutionPointer> children = this.scenario.driver.pointersOf(this.scenario.id(), "child");
		assertThat(parent.children()).containsExactlyElementsOf(children.stream().map(ExecutionPointer::id).toList());
		assertThat(children).allMatch((child) -> child.scope().equals(List.of(parent.id())))
			.allMatch((child) -> parent.id().equals(child.predecessorId()));
		assertThat(children.stream().map((child) -> String.valueOf(child.contextItem()))).containsExactly("\"x\"",
				"\"y\"", "\"z\"");
	}

	@Test
	void whenBodyBranchesWithoutABranchThenTheStepFails() {
		this.scenario.driver.errorBehavior = ErrorBehavior.suspend();
		this.scenario.define((b) -> b.then("a", (context) -> ExecutionResult.branch(List.of(1)))).run();
		assertThat(this.scenario.errors()).singleElement().asString().contains("then(name, body, branch)");
	}

	@Test
	void whenBodyReturnsNullThenTheStepFails() {
		this.scenario.driver.errorBehavior = ErrorBehavior.suspend();
		this.scenario.define((b) -> b.then("a", ResultTests::nothing)).run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(this.scenario.errors()).singleElement().asString().contains("null instead of an ExecutionResult");
	}

	@SuppressWarnings("NullAway")
	private static ExecutionResult nothing(Object context) {
		return null;
	}

	@Test
	void whenConditionIsFalseThenTheStepIsSkippedAndTheChainGoesOn() {
		this.scenario
			.define((b) -> b.then("a", this.scenario.step("a"))
				.when((data) -> data.flag)
				.then("b", this.scenario.step("b")))
			.run();
		assertThat(this.scenario.ran).containsExactly("b");
		ExecutionPointer skipped = this.scenario.driver.only(this.scenario.id(), "a");
		assertThat(skipped.status()).isEqualTo(PointerStatus.SKIPPED);
		assertThat(skipped.endTime()).isNotNull();
		assertThat(skipped.startTime()).isNull();
	}

	@Test
	void whenConditionFailsThenTheStepFailsAndOthersAreKept() { // D07
		this.scenario.define((b) -> b.parallel(List.of((one) -> one.then("a", this.scenario.step("a")),
				(two) -> two.then("b", this.scenario.step("b")).when((data) -> {
					if (this.scenario.ran.contains("again")) {
						return true;
					}
					throw new IllegalArgumentException("no condition");
				}))))
			.run();
		assertThat(this.scenario.ran).containsExactly("a");
		assertThat(this.scenario.errors()).containsExactly("no condition");
		assertThat(this.scenario.driver.only(this.scenario.id(), "b").retryCount()).isEqualTo(1);
		this.scenario.ran.add("again");
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.ran).containsExactly("a", "again", "b");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenConditionIsOfAContainerThenItIsNotEvaluatedAgainWhileItRuns() {
		this.scenario.define((b) -> b.ifDo((data) -> true, (yes) -> yes.update("off", (data) -> {
			data.flag = false;
			return data;
		})).when((data) -> data.flag).then("b", this.scenario.step("b")));
		Data data = new Data();
		data.flag = true;
		this.scenario.run(data);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "ifDo")).isEqualTo(PointerStatus.COMPLETE);
	}

	@Test
	void whenStepDoesNotExistThenItWaitsForADefinitionThatHasIt() { // D07
		this.scenario.define((b) -> b.then("a", this.scenario.step("a"))).start(new Data());
		WorkflowInstance instance = this.scenario.instance();
		List<ExecutionPointer> pointers = List.of(instance.executionPointers().get(0).toBuilder().stepId(7).build());
		this.scenario.driver.instances.put(instance.id(), instance.toBuilder().executionPointers(pointers).build());
		this.scenario.driver.runUntilIdle();
		assertThat(this.scenario.errors()).singleElement().asString().contains("no step 7");
		assertThat(this.scenario.instance().nextExecution()).isEqualTo(Driver.START.plusSeconds(60));
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.RUNNABLE);
	}

	@Test
	void whenTwoStepsOfAPassChangeTheDataThenTheLaterSeesWhatTheEarlierLeft() {
		this.scenario.define((b) -> b.parallel(List.of((one) -> one.update("a", (data) -> data.add("a")),
				(two) -> two.update("b", (data) -> data.add("b" + data.log.size())))))
			.run();
		assertThat(this.scenario.data().log).containsExactly("a", "b1");
	}

	@Test
	void whenStepFailsThenItsChangesOfTheDataAreGone() {
		this.scenario.define((b) -> b.then("a", (context) -> {
			context.data().n++;
			if (context.attempt() == 1) {
				throw new IllegalStateException("first");
			}
			return ExecutionResult.next();
		})).run(Data.of(5)).advance(Duration.ofMinutes(1));
		assertThat(this.scenario.data().n).isEqualTo(6);
	}

	@Test
	void whenNothingOfTheDataChangesThenItIsNotWritten() {
		this.scenario.define((b) -> b.then("a", (context) -> {
			context.data().n = 5;
			return ExecutionResult.next();
		})).start(Data.of(5));
		assertThat(this.scenario.driver.pass(this.scenario.id()).dataChanged()).isFalse();
	}

	@Test
	void whenAPassIsToEndThenTheOtherStepsStayDue() { // D09
		this.scenario.define((b) -> b.parallel(List.of((one) -> one.then("a", this.scenario.step("a")),
				(two) -> two.then("b", this.scenario.step("b")))))
			.start(new Data());
		this.scenario.driver.pass(this.scenario.id());
		WorkflowInstance before = this.scenario.instance();
		PassResult result = this.scenario.driver.executor()
			.run(before, this.scenario.driver.definition(before), Driver.START, new PassControl() {
				@Override
				public boolean isPassToEnd() {
					return ResultTests.this.scenario.ran.contains("a");
				}
			});
		assertThat(this.scenario.ran).containsExactly("a");
		assertThat(result.instance().nextExecution()).isEqualTo(Instant.EPOCH);
	}

	@Test
	void whenAStepSuspendsTheInstanceThenNoOtherStepOfThePassRuns() { // D09
		this.scenario.define((b) -> b
			.parallel(List.of((one) -> one.then("a", this.scenario.broken("a")).onError(ErrorBehavior.suspend()),
					(two) -> two.then("b", this.scenario.step("b")))))
			.run();
		assertThat(this.scenario.ran).containsExactly("a");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
	}

	@Test
	void whenAPassIsAbandonedThenItIsNoFailureOfTheStep() { // D62
		this.scenario.define((b) -> b.then("a", this.scenario.step("a"))).start(new Data());
		this.scenario.driver.invoker = (call, body) -> {
			throw new PassAbandonedException("stopped");
		};
		assertThatExceptionOfType(PassAbandonedException.class)
			.isThrownBy(() -> this.scenario.driver.pass(this.scenario.id()));
	}

	@Test
	void whenStepIsTransactionalThenItsPassRunsNothingElse() {
		this.scenario.define((b) -> b.parallel(List.of((one) -> one.then("a", this.scenario.step("a")),
				(two) -> two.then("b", this.scenario.step("b")).transactional(),
				(three) -> three.then("c", this.scenario.step("c")))))
			.start(new Data());
		this.scenario.driver.pass(this.scenario.id());
		assertThat(isTransactional()).isFalse();
		this.scenario.driver.pass(this.scenario.id());
		assertThat(this.scenario.ran).containsExactly("a");
		assertThat(isTransactional()).isTrue();
		this.scenario.driver.pass(this.scenario.id());
		assertThat(this.scenario.ran).containsExactly("a", "b");
		this.scenario.driver.runUntilIdle();
		assertThat(this.scenario.ran).containsExactly("a", "b", "c");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	private boolean isTransactional() {
		WorkflowInstance instance = this.scenario.instance();
		return this.scenario.driver.executor()
			.isTransactional(instance, this.scenario.driver.definition(instance), Driver.START, PassControl.NONE);
	}

	@Test
	void whenStepSleepsThenItIsToldAsStartedOnlyAsCompletedWhenItEnds() { // D11
		this.scenario.define((b) -> b.delay(Duration.ofSeconds(1))).run();
		assertThat(told()).containsExactly("StepStarted");
		this.scenario.advance(Duration.ofSeconds(1));
		assertThat(told()).containsExactly("StepStarted", "StepStarted", "StepCompleted", "Completed");
	}

	private List<String> told() {
		return this.scenario.driver.lifecycle.getOrDefault(this.scenario.id(), List.of())
			.stream()
			.map((event) -> event.getClass().getSimpleName())
			.toList();
	}

	@Test
	void whenNothingIsDueAndNothingWaitsThenThatIsReported() {
		this.scenario.define((b) -> b.then("a", this.scenario.step("a"))).start(new Data());
		WorkflowInstance instance = this.scenario.instance();
		List<ExecutionPointer> pointers = List
			.of(instance.executionPointers().get(0).toBuilder().active(false).build());
		PassResult result = this.scenario.driver.executor()
			.run(instance.toBuilder().executionPointers(pointers).build(), this.scenario.driver.definition(instance),
					Driver.START, PassControl.NONE);
		assertThat(result.errors()).singleElement().satisfies((error) -> assertThat(error.message()).contains("stuck"));
		assertThat(result.instance().nextExecution()).isNull();
	}

	@Test
	void whenDefinitionsHaveVersionsThenEachInstanceKeepsItsOwn() {
		this.scenario.define("test", 1, (b) -> b.then("a", this.scenario.step("a"))).start(new Data());
		String old = this.scenario.id();
		this.scenario
			.define("test", 2, (b) -> b.then("a", this.scenario.step("a2")).then("b", this.scenario.step("b2")))
			.run();
		assertThat(this.scenario.driver.get(old).executionPointers()).hasSize(1);
		assertThat(this.scenario.driver.get(old).version()).isEqualTo(1);
		assertThat(this.scenario.instance().executionPointers()).hasSize(2);
		assertThat(this.scenario.ran).containsExactlyInAnyOrder("a", "a2", "b2");
	}

}
