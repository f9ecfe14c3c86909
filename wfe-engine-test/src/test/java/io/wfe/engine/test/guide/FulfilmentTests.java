package io.wfe.engine.test.guide;

import java.io.IOException;
import java.time.Duration;

import io.wfe.engine.test.WorkflowTester;
import org.junit.jupiter.api.Test;

class FulfilmentTests {

	private final WorkflowTester tester = WorkflowTester.inMemory(new Fulfilment());

	@Test
	void whenTheBankDoesNotAnswerThenTheChargeIsRepeated() {
		this.tester.failAt("charge card", 1, new IOException("no answer"));
		String id = this.tester.start("fulfilment", new Order("order-7", 60, "book"));
		this.tester.runUntilIdle();
		this.tester.assertThat(id).hasFailed("charge card").isDueIn(Duration.ofSeconds(1));

		this.tester.advance(Duration.ofSeconds(1));
		this.tester.assertThat(id).hasRun("charge card").isWaitingFor("parcel-scanned", "order-7");

		this.tester.publish("parcel-scanned", "order-7", "Berlin");
		this.tester.assertThat(id).isComplete().hasRun("thank");
	}

}
