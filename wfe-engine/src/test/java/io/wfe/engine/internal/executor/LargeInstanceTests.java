package io.wfe.engine.internal.executor;

import java.util.stream.IntStream;

import io.wfe.core.model.WorkflowStatus;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances with many pointers.
 */
class LargeInstanceTests {

	private final Scenario scenario = new Scenario();

	@Test
	void whenInstanceIsLargeThenAPassWritesWhatItHasChanged() { // D29, D52
		this.scenario
			.define((b) -> b
				.forEach((d) -> d.items, Integer.class, (each) -> each.then("item", this.scenario.step("item")))
				.then("tail", this.scenario.step("tail"))
				.then("end", this.scenario.step("end")))
			.start(Data.items(IntStream.range(0, 2000).boxed().toArray(Integer[]::new)));
		while (!this.scenario.ran.contains("tail")) {
			this.scenario.driver.pass(this.scenario.id());
		}
		assertThat(this.scenario.instance().executionPointers()).hasSize(2003);
		PassResult result = this.scenario.driver.pass(this.scenario.id());
		assertThat(result.changed()).hasSize(1);
		assertThat(result.added()).isEmpty();
		assertThat(result.dataChanged()).isFalse();
	}

	/** What its step has done counts, also if it was transactional. */
	@Test
	void whenInstanceHasTooManyPointersThenItIsSuspendedAndNoStepHasFailed() {
		this.scenario.driver.maxPointers = 3;
		this.scenario.define((b) -> b.then("a", this.scenario.step("a")).label("again").goTo("again"))
			.start(new Data());
		for (int pass = 0; pass < 2; pass++) {
			assertThat(this.scenario.driver.pass(this.scenario.id()).errors()).isEmpty();
		}
		PassResult last = this.scenario.driver.pass(this.scenario.id());
		assertThat(last.instance().status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(last.hasFailed()).isFalse();
		assertThat(last.lifecycle()).last().isInstanceOf(Lifecycle.Suspended.class);
		assertThat(this.scenario.errors()).singleElement(InstanceOfAssertFactories.STRING)
			.contains("4 pointers", "may have 3");
		assertThat(this.scenario.ran).containsExactly("a", "a");
	}

}
