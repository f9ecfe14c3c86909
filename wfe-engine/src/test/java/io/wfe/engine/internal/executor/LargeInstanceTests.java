package io.wfe.engine.internal.executor;

import java.util.stream.IntStream;

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

}
