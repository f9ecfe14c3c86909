package io.wfe.engine.internal.executor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when a step fails, but for compensation.
 */
class FailureTests {

	private final Scenario scenario = new Scenario();

	@Test
	void whenStepFailsThenItIsRepeatedAfterTheInterval() {
		this.scenario
			.define((b) -> b.then("a", this.scenario.failing("a", 2))
				.onError(ErrorBehavior.retry(Duration.ofMillis(10), 0)))
			.run();
		ExecutionPointer failed = this.scenario.driver.only(this.scenario.id(), "a");
		assertThat(failed.status()).isEqualTo(PointerStatus.SLEEPING);
		assertThat(failed.active()).isTrue();
		assertThat(failed.startTime()).isEqualTo(Driver.START);
		assertThat(failed.sleepUntil()).isEqualTo(Driver.START.plusMillis(10));
		this.scenario.advance(Duration.ofMillis(20));
		ExecutionPointer done = this.scenario.driver.only(this.scenario.id(), "a");
		assertThat(done.retryCount()).isEqualTo(2);
		assertThat(done.startTime()).isEqualTo(Driver.START);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.scenario.errors()).containsExactly("a has failed", "a has failed");
	}

	@Test
	void whenNothingIsSaidThenItIsRepeatedEachMinuteThreeTimes() { // D55
		this.scenario.define((b) -> b.then("a", this.scenario.broken("a"))).run().advance(Duration.ofHours(1));
		assertThat(this.scenario.times("a")).isEqualTo(4);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
	}

	@Test
	void whenRetriesAreOverThenTheInstanceIsSuspendedWithThePointerOpen() {
		this.scenario
			.define((b) -> b.then("a", this.scenario.failing("a", 3))
				.onError(ErrorBehavior.retry(Duration.ofSeconds(1), 2)))
			.run()
			.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.times("a")).isEqualTo(3);
		ExecutionPointer failed = this.scenario.driver.only(this.scenario.id(), "a");
		assertThat(failed.status()).isEqualTo(PointerStatus.FAILED);
		assertThat(failed.endTime()).isNull();
		assertThat(failed.active()).isTrue();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		this.scenario.driver.resume(this.scenario.id());
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenIntervalGrowsThenItIsCappedAndALittleIsTakenAway() { // D20
		ErrorBehavior retry = ErrorBehavior.retry(Duration.ofSeconds(10), 2, Duration.ofSeconds(30), 0);
		this.scenario.define((b) -> b.then("a", this.scenario.broken("a")).onError(retry)).run();
		Instant before = Driver.START;
		for (long nominal : new long[] { 10, 20, 30, 30 }) {
			Instant next = Objects.requireNonNull(this.scenario.driver.only(this.scenario.id(), "a").sleepUntil());
			assertThat(next).isBetween(before.plusMillis(nominal * 800), before.plusSeconds(nominal));
			this.scenario.driver.now = next;
			before = next;
			this.scenario.driver.pass(this.scenario.id());
		}
	}

	@Test
	void whenManyFailTogetherThenTheyAreNotRepeatedTogether() {
		ErrorBehavior retry = ErrorBehavior.retry(Duration.ofSeconds(10), 2, Duration.ofSeconds(30), 0);
		this.scenario
			.define((b) -> b.forEach((d) -> d.items, Integer.class,
					(each) -> each.then("a", this.scenario.broken("a")).onError(retry)))
			.run(Data.items(IntStream.range(0, 50).boxed().toArray(Integer[]::new)));
		assertThat(this.scenario.driver.pointersOf(this.scenario.id(), "a").stream().map(ExecutionPointer::sleepUntil))
			.doesNotHaveDuplicates();
	}

	@Test
	void whenStepSucceedsInALoopThenItsRetriesBeginAnew() { // D20
		this.scenario.define((b) -> b.then("poll", (context) -> {
			this.scenario.ran.add("attempt " + context.attempt());
			if (this.scenario.ran.size() == 6) {
				return ExecutionResult.next();
			}
			if (this.scenario.ran.size() % 2 == 1) {
				throw new IllegalStateException("not reached");
			}
			return ExecutionResult.sleep(Duration.ofSeconds(1));
		}).onError(ErrorBehavior.retry(Duration.ofSeconds(1), 1))).run().advance(Duration.ofMinutes(1));
		assertThat(this.scenario.ran).containsExactly("attempt 1", "attempt 2", "attempt 1", "attempt 2", "attempt 1",
				"attempt 2");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenBehaviorIsToSuspendThenResumeRunsTheStepAgain() { // R-04, D08
		this.scenario
			.define((b) -> b.then("a", this.scenario.failing("a", 1))
				.onError(ErrorBehavior.suspend())
				.then("b", this.scenario.step("b")))
			.run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "a")).isEqualTo(PointerStatus.FAILED);
		assertThat(lifecycle()).containsExactly("StepStarted", "StepFailed", "Suspended");
		this.scenario.driver.resume(this.scenario.id());
		assertThat(this.scenario.ran).containsExactly("a", "a", "b");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenBehaviorIsToTerminateThenEverythingOpenIsCancelled() { // R-05, D38
		this.scenario
			.define((b) -> b.parallel(List.of((one) -> one.waitFor("never", (d) -> "", String.class),
					(two) -> two.delay(Duration.ofSeconds(1))
						.then("a", this.scenario.broken("a"))
						.onError(ErrorBehavior.terminate()),
					(three) -> three.delay(Duration.ofHours(1)))))
			.run()
			.advance(Duration.ofSeconds(1));
		WorkflowInstance instance = this.scenario.instance();
		assertThat(instance.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(instance.completeTime()).isEqualTo(Driver.START.plusSeconds(1));
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "a")).isEqualTo(PointerStatus.FAILED);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "never")).isEqualTo(PointerStatus.CANCELLED);
		assertThat(this.scenario.driver.statusOf(this.scenario.id(), "parallel")).isEqualTo(PointerStatus.CANCELLED);
		assertThat(this.scenario.driver.subscriptions).isEmpty();
		assertThat(lifecycle()).endsWith("StepFailed", "Terminated");
	}

	private List<String> lifecycle() {
		return this.scenario.driver.lifecycle.getOrDefault(this.scenario.id(), List.of())
			.stream()
			.map((event) -> event.getClass().getSimpleName())
			.toList();
	}

	@Test
	void whenDefinitionSaysWhatHappensThenThatCountsForStepsThatSayNothing() {
		this.scenario.define((b) -> b.onError(ErrorBehavior.terminate()).then("a", this.scenario.broken("a"))).run();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.TERMINATED);
	}

	@Test
	void whenFailureIsAnExceptionFromTheRuleThenTheOtherBehaviorCounts() {
		ErrorBehavior retry = ErrorBehavior.retry(Duration.ofSeconds(1), 5)
			.notOn(IOException.class, ErrorBehavior.terminate());
		this.scenario.define((b) -> b.then("a", (context) -> {
			this.scenario.ran.add("a");
			throw (context.attempt() == 1) ? new IllegalStateException() : new IOException("gone");
		}).onError(retry)).run().advance(Duration.ofSeconds(1));
		assertThat(this.scenario.times("a")).isEqualTo(2);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(this.scenario.errors()).containsExactly("IllegalStateException", "gone");
	}

	@Test
	void whenBodyCannotBeMadeThenItIsTriedAgainLaterAndTheStepHasNotFailed() {
		StepFactory usual = this.scenario.driver.stepFactory;
		this.scenario.driver.stepFactory = new StepFactory() {
			@Override
			public <T> T create(Class<T> type) {
				throw new IllegalArgumentException("no such bean");
			}
		};
		this.scenario.define((b) -> b.then(Greeting.class).onError(ErrorBehavior.terminate())).run();
		assertThat(this.scenario.errors()).singleElement().asString().contains("Greeting", "no such bean");
		assertThat(this.scenario.driver.only(this.scenario.id(), "Greeting").retryCount()).isZero();
		assertThat(this.scenario.instance().nextExecution()).isEqualTo(Driver.START.plusSeconds(60));
		this.scenario.driver.stepFactory = usual;
		this.scenario.advance(Duration.ofMinutes(1));
		assertThat(this.scenario.data().log).containsExactly("hello");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenStepHasAClassThenEachActivationGetsAnObjectOfItsOwn() { // W-12
		this.scenario.define((b) -> b.then(Greeting.class).then(Greeting.class)).run();
		assertThat(this.scenario.data().log).containsExactly("hello", "hello");
	}

	static class Greeting implements StepBody<Data> {

		private boolean used;

		@Override
		public ExecutionResult run(io.wfe.engine.StepContext<Data> context) {
			context.data().add(this.used ? "used before" : "hello");
			this.used = true;
			return ExecutionResult.next();
		}

	}

	@Test
	void whenALoopConditionFailsThenTheLoopGoesOnWhereItWas() {
		this.scenario.define((b) -> b.whileDo((d) -> {
			if (d.n == 1 && this.scenario.times("failed") == 0) {
				this.scenario.ran.add("failed");
				throw new IllegalStateException();
			}
			return d.n < 2;
		}, (body) -> body.update("round", (d) -> {
			d.n++;
			this.scenario.ran.add("round");
			return d;
		}))).run().advance(Duration.ofMinutes(1));
		assertThat(this.scenario.ran).containsExactly("round", "failed", "round");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenAnErrorIsThrownThenItIsAFailureOfTheStep() {
		this.scenario.driver.errorBehavior = ErrorBehavior.suspend();
		this.scenario.define((b) -> b.then("a", (context) -> {
			throw new StackOverflowError();
		})).run();
		assertThat(this.scenario.errors()).containsExactly("StackOverflowError");
	}

	@Test
	void whenDataCannotBeReadThenTheStepFails() {
		this.scenario.driver.errorBehavior = ErrorBehavior.suspend();
		this.scenario.define((b) -> b.then("a", (context) -> {
			context.data();
			return ExecutionResult.next();
		})).start(new Data());
		WorkflowInstance instance = this.scenario.instance();
		this.scenario.driver.instances.put(instance.id(),
				instance.toBuilder()
					.data(tools.jackson.databind.node.JsonNodeFactory.instance.stringNode("?"))
					.build());
		this.scenario.driver.runUntilIdle();
		assertThat(this.scenario.errors()).hasSize(1);
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
	}

}
