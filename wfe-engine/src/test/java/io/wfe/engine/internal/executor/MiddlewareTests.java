package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.List;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepMiddleware;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What wraps the bodies of steps.
 */
class MiddlewareTests {

	private final Scenario scenario = new Scenario();

	private StepMiddleware noting(String name) {
		return (context, next) -> {
			this.scenario.ran.add(name + " before " + context.pointer().stepName());
			ExecutionResult result = next.run();
			this.scenario.ran.add(name + " after");
			return result;
		};
	}

	@Test
	void whenThereAreSeveralThenTheFirstIsOutermost() { // W-23
		this.scenario.driver.middleware.addAll(List.of(noting("1"), noting("2")));
		this.scenario.define((b) -> b.then("a", this.scenario.step("a"))).run();
		assertThat(this.scenario.ran).containsExactly("1 before a", "2 before a", "a", "2 after", "1 after");
	}

	@Test
	void whenItReturnsAnotherResultThenThatCounts() {
		this.scenario.driver.middleware.add((context, next) -> {
			next.run();
			return (context.persistenceData(Boolean.class) == null) ? ExecutionResult.sleep(Duration.ofHours(1), true)
					: ExecutionResult.outcome("replaced");
		});
		this.scenario.define((b) -> b.then("a", this.scenario.step("a"))).run().advance(Duration.ofHours(1));
		assertThat(this.scenario.times("a")).isEqualTo(2);
		assertThat(String.valueOf(this.scenario.driver.only(this.scenario.id(), "a").outcome()))
			.isEqualTo("\"replaced\"");
	}

	@Test
	void whenItDoesNotGoOnThenTheStepDoesNotRun() {
		this.scenario.driver.middleware.add((context, next) -> ExecutionResult.next());
		this.scenario
			.define((b) -> b.then("a", this.scenario.step("a"))
				.ifDo((d) -> true, (yes) -> yes.then("b", this.scenario.step("b"))))
			.run();
		assertThat(this.scenario.ran).isEmpty();
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenItFailsThenTheStepHasFailed() {
		this.scenario.driver.middleware.add((context, next) -> {
			next.run();
			throw new IllegalStateException("not allowed");
		});
		this.scenario.define((b) -> b.then("a", this.scenario.step("a")).onError(ErrorBehavior.suspend())).run();
		assertThat(this.scenario.errors()).containsExactly("not allowed");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.SUSPENDED);
	}

	@Test
	void whenItPassesResultsOnThenBuiltInStepsWorkAsWithout() {
		this.scenario.driver.middleware.add((context, next) -> next.run());
		this.scenario
			.define((b) -> b
				.forEach((d) -> d.items, Integer.class,
						(each) -> each.waitFor("e", (d) -> "k", String.class).output(Data::add))
				.schedule(Duration.ofSeconds(1), (later) -> later.then("later", this.scenario.step("later")))
				.endWorkflow()
				.when((d) -> false)
				.then("tail", this.scenario.step("tail")))
			.run(Data.items(1, 2))
			.publish("e", "k", "x")
			.advance(Duration.ofSeconds(1));
		assertThat(this.scenario.data().log).containsExactly("x", "x");
		assertThat(this.scenario.ran).containsExactly("tail", "later");
		assertThat(this.scenario.status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whenStepIsCalledThenTheInvokerKnowsItsLimits() {
		this.scenario.driver.invoker = (call, body) -> {
			this.scenario.ran.add(call.stepName() + " " + call.timeout() + " " + call.transactional());
			return body.call();
		};
		this.scenario.define((b) -> b.then("a", this.scenario.step("a")).timeout(Duration.ofSeconds(3)).transactional())
			.run();
		assertThat(this.scenario.ran).containsExactly("a PT3S true", "a");
	}

}
