package io.wfe.engine.test.guide;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;

import io.wfe.engine.test.WorkflowTester;
import io.wfe.engine.test.order.ChargeCard;
import io.wfe.engine.test.order.Order;
import io.wfe.engine.test.order.Order.Charge;
import io.wfe.engine.test.order.Order.Scan;
import io.wfe.engine.test.order.OrderFulfilment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OrderFulfilmentTests {

	private final Order order = Order.of("order-7", "book", "pen");

	private final WorkflowTester tester = WorkflowTester.inMemory(new OrderFulfilment());

	@BeforeEach
	void useNoBank() {
		this.tester.fake(ChargeCard.class, (charge) -> "receipt-1");
	}

	@Test
	void whenScannedThenEachItemIsInvoiced() {
		String id = this.tester.start("order-fulfilment", this.order);
		this.tester.runUntilIdle();
		this.tester.assertThat(id).isWaitingFor("parcel-scanned", "order-7");

		this.tester.publish("parcel-scanned", "order-7", new Scan("Berlin"));
		this.tester.assertThat(id).isComplete().hasRun("invoice line", 2).hasNotRun("tell support");
	}

	@Test
	void whenNotScannedInThreeDaysThenSupportIsTold() {
		String id = this.tester.start("order-fulfilment", this.order);
		this.tester.advance(Duration.ofDays(3));
		this.tester.assertThat(id).isComplete().hasRun("tell support");
	}

	@Test
	void whenTheBankDoesNotAnswerThenTheChargeIsRepeated() {
		this.tester.failAt(ChargeCard.class, 1, new IOException("no answer"));
		String id = this.tester.start("order-fulfilment", this.order);
		this.tester.runUntilIdle();
		this.tester.assertThat(id).hasFailed("ChargeCard").isDueIn(Duration.ofSeconds(1));

		this.tester.advance(Duration.ofSeconds(1));
		this.tester.assertThat(id).hasRun("ChargeCard");
		assertThat(this.tester.inputs(ChargeCard.class)).hasSize(2)
			.extracting(Charge::amount)
			.containsOnly(new BigDecimal("59.90"));
	}

}
