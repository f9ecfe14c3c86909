package io.wfe.engine.test.shop;

import java.time.Duration;

import io.wfe.engine.test.WorkflowTester;
import io.wfe.engine.test.autoconfigure.WfeEngineTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.mockito.BDDMockito.given;

@WfeEngineTest
@Import(PaymentService.class)
class PaymentTests {

	@Autowired
	WorkflowTester tester;

	@Autowired
	PaymentService payments;

	@MockitoBean
	PaymentGateway gateway;

	@Test
	void whenPaidThenAnInvoiceIsPrintedAfter30Days() {
		given(this.gateway.charge("order-7")).willReturn("receipt-1");
		String id = this.payments.pay("order-7");
		this.tester.runUntilIdle();
		this.tester.assertThat(id).hasRun("ChargeTask").hasNotRun("PrintStep");

		this.tester.advance(Duration.ofDays(30));
		this.tester.assertThat(id).hasRun("PrintStep");
	}

}
