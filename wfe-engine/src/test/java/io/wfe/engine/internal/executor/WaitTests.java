package io.wfe.engine.internal.executor;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps that wait: for events, workers, children and people.
 */
class WaitTests {

	private final Scenario scenario = new Scenario();

	@Test
	void whenEventComesThenItsDataIsThereAndTheChainGoesOn() {
		this.scenario
			.define((b) -> b.waitFor("approval", (d) -> "order-" + d.n, Answer.class)
				.output((d, answer) -> d.add(String.valueOf(answer.approved()))))
			.run(Data.of(7));
		ExecutionPointer waiting = this.scenario.driver.only(this.scenario.id(), "approval");
		assertThat(waiting.status()).isEqualTo(PointerStatus.WAITING_FOR_EVENT);
		assertThat(waiting.active()).isFalse();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		assertThat(this.scenario.instance().nextExecution()).isNull();
		assertThat(subscription("approval").subscribeAsOf()).isEqualTo(this.scenario.instance().createTime());
		this.scenario.publish("approval", "order-8", new Answer(false));
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		this.scenario.publish("approval", "order-7", new Answer(true));
		assertThat(this.scenario.data().log).containsExactly("true");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		ExecutionPointer done = this.scenario.driver.only(this.scenario.id(), "approval");
		assertThat(String.valueOf(done.eventData())).isEqualTo("{\"approved\":true}");
		assertThat(done.eventPublished()).isTrue();
	}

	record Answer(boolean approved) {

	}

	private EventSubscription subscription(String name) {
		return this.scenario.driver.subscriptions.values()
			.stream()
			.filter((subscription) -> subscription.eventName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void whenEventWasPublishedBeforeTheWaitThenItIsDelivered() { // D04
		this.scenario
			.define((b) -> b.delay(Duration.ofSeconds(5)).waitFor("e", (d) -> "k", String.class).output(Data::add))
			.run()
			.advance(Duration.ofSeconds(1))
			.publish("e", "k", "early")
			.advance(Duration.ofSeconds(4));
		assertThat(this.scenario.data().log).containsExactly("early");
	}

	@Test
	void whenEventIsOlderThanTheInstanceThenItIsNotDelivered() { // D41
		this.scenario.driver.publish("e", "k", "old");
		this.scenario.driver.now = Driver.START.plusSeconds(1);
		this.scenario.define((b) -> b.waitFor("e", (d) -> "k", String.class)).run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.RUNNABLE);
	}

	@Test
	void whenWaitSaysFromWhenOnThenOlderEventsCount() {
		this.scenario.driver.publish("e", "k", "old");
		this.scenario.driver.now = Driver.START.plusSeconds(1);
		this.scenario
			.define((b) -> b.waitFor("e", (d) -> "k", String.class).asOf((d) -> Instant.EPOCH).output(Data::add))
			.run();
		assertThat(this.scenario.data().log).containsExactly("old");
	}

	@Test
	void whenWaitsFollowEachOtherThenEachGetsAnEventOfItsOwn() { // W-15, D41
		this.scenario
			.define((b) -> b.waitFor("e", (d) -> "k", String.class)
				.output(Data::add)
				.ifDo((d) -> true, (yes) -> yes.waitFor("e", (d) -> "k", String.class).output(Data::add))
				.waitFor("e", (d) -> "k", String.class)
				.output(Data::add))
			.run()
			.publish("e", "k", "1");
		assertThat(this.scenario.data().log).containsExactly("1");
		this.scenario.publish("e", "k", "2").publish("e", "k", "3");
		assertThat(this.scenario.data().log).containsExactly("1", "2", "3");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenALoopWaitsThenEachRoundGetsAnEventOfItsOwn() { // D41
		this.scenario
			.define((b) -> b.whileDo((d) -> d.log.size() < 3,
					(body) -> body.ifDo((d) -> true,
							(yes) -> yes.waitFor("e", (d) -> "k", String.class).output(Data::add))))
			.run()
			.publish("e", "k", "1")
			.publish("e", "k", "2")
			.publish("e", "k", "3");
		assertThat(this.scenario.data().log).containsExactly("1", "2", "3");
	}

	@Test
	void whenBranchesWaitForTheSameEventThenEachGetsIt() {
		this.scenario.define((b) -> b.forEach((d) -> d.items, Integer.class, (each) -> each.then("sleep", (context) -> {
			Integer item = context.item(Integer.class);
			return (context.persistenceData(Boolean.class) != null) ? ExecutionResult.next()
					: ExecutionResult.sleep(Duration.ofSeconds((item != null) ? item : 0), true);
		}).waitFor("e", (d) -> "k", String.class).output(Data::add)))
			.run(Data.items(1, 10))
			.advance(Duration.ofSeconds(2))
			.publish("e", "k", "x")
			.advance(Duration.ofSeconds(20));
		assertThat(this.scenario.data().log).containsExactly("x", "x");
	}

	@Test
	void whenOutputFailsThenTheRetryFindsTheEventAgain() {
		this.scenario.define((b) -> b.waitFor("e", (d) -> "k", String.class).output((d, text) -> {
			this.scenario.ran.add(text);
			if (this.scenario.ran.size() == 1) {
				throw new IllegalStateException();
			}
			return d;
		})).run().publish("e", "k", "x").advance(Duration.ofMinutes(1));
		assertThat(this.scenario.ran).containsExactly("x", "x");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	private void defineTimeout() {
		this.scenario
			.define((b) -> b.waitFor("e", (d) -> "k", String.class)
				.output(Data::add)
				.orAfter(Duration.ofHours(1),
						(late) -> late.delay(Duration.ofSeconds(1)).then("late", this.scenario.step("late")))
				.then("tail", this.scenario.step("tail")))
			.run();
	}

	@Test
	void whenEventDoesNotComeInTimeThenTheBranchRunsAndTheWaitIsOver() {
		defineTimeout();
		assertThat(this.scenario.instance().nextExecution()).isEqualTo(Driver.START.plus(Duration.ofHours(1)));
		this.scenario.advance(Duration.ofHours(1));
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		this.scenario.publish("e", "k", "too late").advance(Duration.ofSeconds(1));
		assertThat(this.scenario.ran).containsExactly("late", "tail");
		assertThat(this.scenario.data().log).isEmpty();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenEventComesInTimeThenTheBranchDoesNotRun() {
		defineTimeout();
		this.scenario.advance(Duration.ofMinutes(59)).publish("e", "k", "x").advance(Duration.ofDays(1));
		assertThat(this.scenario.ran).containsExactly("tail");
		assertThat(this.scenario.data().log).containsExactly("x");
	}

	@Test
	void whenEventAndTimeoutMeetThenTheEventCounts() {
		defineTimeout();
		this.scenario.driver.now = Driver.START.plus(Duration.ofHours(1));
		this.scenario.publish("e", "k", "x");
		assertThat(this.scenario.ran).containsExactly("tail");
		assertThat(this.scenario.data().log).containsExactly("x");
	}

	@Test
	void whenWorkerDoesTheActivityThenItsResultIsThere() { // W-01
		this.scenario
			.define((b) -> b.activity("act-1", (d) -> Map.of("a", d.n), Result.class)
				.output((d, result) -> d.add(String.valueOf(result.a1()))))
			.run(Data.of(1));
		EventSubscription activity = subscription("WorkflowCore.Activity");
		assertThat(activity.eventKey()).isEqualTo("act-1");
		assertThat(String.valueOf(activity.subscriptionData())).isEqualTo("{\"a\":1}");
		this.scenario.driver.completeActivity("act-1", true, Map.of("a1", 2));
		assertThat(this.scenario.data().log).containsExactly("2");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	record Result(int a1) {

	}

	@Test
	void whenActivityFailsThenTheRetryAsksAWorkerAgain() { // D64
		this.scenario
			.define((b) -> b.activity("act-1", (d) -> "", String.class)
				.output(Data::add)
				.onError(ErrorBehavior.retry(Duration.ofSeconds(1), 1)))
			.run();
		this.scenario.driver.completeActivity("act-1", false, "out of paper");
		assertThat(this.scenario.errors()).containsExactly("Activity 'act-1' has failed: out of paper");
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		this.scenario.advance(Duration.ofSeconds(1));
		this.scenario.driver.completeActivity("act-1", true, "done");
		assertThat(this.scenario.data().log).containsExactly("done");
	}

	@Test
	void whenActivityFailsAndSuspendsThenResumeAsksAWorkerAgain() { // D64
		this.scenario.define((b) -> b.activity("act-1", (d) -> "", String.class).onError(ErrorBehavior.suspend()))
			.run();
		this.scenario.driver.completeActivity("act-1", false, "out of paper");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		this.scenario.driver.resume(this.scenario.id());
		assertThat(this.scenario.driver.subscriptions).hasSize(1);
		this.scenario.driver.completeActivity("act-1", true, "done");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenChildCompletesThenItsDataIsThere() {
		this.scenario.define("child", 1, (b) -> b.update("hello", (d) -> d.add("hello " + d.n)))
			.define((b) -> b.subWorkflow("child", (d) -> Data.of(d.n + 1))
				.output(Data.class, (d, child) -> d.add(child.log.get(0) + " world")))
			.run(Data.of(1));
		assertThat(this.scenario.data().log).containsExactly("hello 2 world");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		WorkflowInstance child = child();
		assertThat(child.rootWorkflowId()).isEqualTo(this.scenario.id());
		JsonNode event = Objects.requireNonNull(this.scenario.driver.only(this.scenario.id(), "child").eventData());
		assertThat(event.get("status").asString()).isEqualTo("Complete");
		assertThat(event.get("data")).isEqualTo(child.data());
	}

	private WorkflowInstance child() {
		return this.scenario.driver.instances.values()
			.stream()
			.filter((instance) -> instance.workflowDefinitionId().equals("child"))
			.reduce((first, last) -> last)
			.orElseThrow();
	}

	@Test
	void whenChildHasAChildThenBothHaveTheSameRoot() {
		this.scenario.define("grandchild", 1, (b) -> b.then("a", this.scenario.step("a")))
			.define("child", 1, (b) -> b.subWorkflow("grandchild", (d) -> d))
			.define((b) -> b.subWorkflow("child", (d) -> d))
			.run();
		assertThat(this.scenario.driver.instances.values()).hasSize(3)
			.allMatch((instance) -> instance.status() == WorkflowStatus.COMPLETE)
			.filteredOn((instance) -> instance.rootWorkflowId() != null)
			.hasSize(2)
			.allMatch((instance) -> this.scenario.id().equals(instance.rootWorkflowId()));
	}

	@Test
	void whenChildIsTerminatedThenTheStepFailsAndARetryStartsAnotherOne() { // R-25, D05
		this.scenario
			.define("child", 1, (b) -> b.then("a", this.scenario.failing("a", 1)).onError(ErrorBehavior.terminate()))
			.define((b) -> b.subWorkflow("child", (d) -> d))
			.run();
		assertThat(this.scenario.errors()).singleElement().asString().contains("has ended as Terminated");
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.driver.instances).hasSize(3);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenChildHasNoDefinitionThenTheStepFails() {
		this.scenario.define((b) -> b.subWorkflow("missing", (d) -> d).onError(ErrorBehavior.suspend())).run();
		assertThat(this.scenario.errors()).singleElement().asString().contains("'missing' is not registered");
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
	}

	@Test
	void whenChildDataDoesNotFitThenTheStepFailsAndNothingIsStarted() {
		this.scenario.define("child", 1, (b) -> b.then("a", this.scenario.step("a")))
			.define((b) -> b.subWorkflow("child", (d) -> BigDecimal.ONE).onError(ErrorBehavior.suspend()))
			.run();
		assertThat(this.scenario.errors()).singleElement().asString().contains("cannot be mapped to Data");
		assertThat(this.scenario.driver.instances).hasSize(1);
	}

	private void defineTask() {
		this.scenario
			.define((b) -> b.userTask("send it?", (d) -> "ada")
				.option("yes", (yes) -> yes.then("yes", this.scenario.step("yes")))
				.option("no", (no) -> no.then("no", this.scenario.step("no")))
				.escalate(Duration.ofDays(1), (d) -> "bob",
						(late) -> late.then("remind", this.scenario.step("remind"))
							.delay(Duration.ofDays(7))
							.then("reminded", this.scenario.step("reminded")))
				.escalate(Duration.ofDays(2), (d) -> "eve", (late) -> late.then("alarm", this.scenario.step("alarm")))
				.then("tail", this.scenario.step("tail")))
			.run();
	}

	@Test
	void whenPersonAnswersThenThatBranchRuns() { // W-34
		defineTask();
		JsonNode task = Objects.requireNonNull(this.scenario.driver.tasks("ada").get(0).subscriptionData());
		assertThat(task.get("prompt").asString()).isEqualTo("send it?");
		assertThat(String.valueOf(task.get("options"))).isEqualTo("[\"yes\",\"no\"]");
		this.scenario.driver.answer("ada", "yes");
		assertThat(this.scenario.ran).containsExactly("yes", "tail");
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		assertThat(String.valueOf(this.scenario.driver.only(this.scenario.id(), "send it?").outcome()))
			.isEqualTo("\"yes\"");
	}

	@Test
	void whenNobodyAnswersThenTheTaskGoesToTheNext() {
		defineTask();
		this.scenario.advance(Duration.ofDays(1));
		assertThat(this.scenario.ran).containsExactly("remind");
		assertThat(this.scenario.driver.tasks("ada")).isEmpty();
		assertThat(this.scenario.driver.tasks("bob")).hasSize(1);
		this.scenario.advance(Duration.ofDays(2));
		assertThat(this.scenario.ran).containsExactly("remind", "alarm");
		assertThat(this.scenario.driver.tasks("eve")).hasSize(1);
		this.scenario.driver.answer("eve", "no");
		assertThat(this.scenario.ran).containsExactly("remind", "alarm", "no");
		this.scenario.advance(Duration.ofDays(5));
		assertThat(this.scenario.ran).containsExactly("remind", "alarm", "no", "reminded", "tail");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenAnswerIsNoOptionThenTheTaskIsAskedAgain() {
		defineTask();
		this.scenario.driver.answer("ada", "perhaps");
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.driver.tasks("ada")).hasSize(1);
		this.scenario.driver.answer("ada", "no");
		assertThat(this.scenario.ran).containsExactly("no", "tail");
	}

}
