package io.wfe.engine.test.shop;

import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.engine.test.WorkflowTester;
import io.wfe.engine.test.autoconfigure.WfeEngineTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@WfeEngineTest(
		properties = { "wfe.postgres.stores.orders.schema=orders", "wfe.engine.stores.orders.workflows=payment" })
@Import(SeveralStoresSliceTests.Cashier.class)
class SeveralStoresSliceTests {

	@Autowired
	private WorkflowTester tester;

	@MockitoBean
	private PaymentGateway gateway;

	@Test
	void beansGetTheHostOfTheTesterForEachStore(@Autowired Cashier cashier) {
		given(this.gateway.charge("order-7")).willReturn("receipt-1");
		given(this.gateway.charge("order-8")).willReturn("receipt-2");
		String named = cashier.orders.startWorkflow("payment", new Payment("order-7", null, null));
		String tenant = cashier.hosts.get("tenant-acme").startWorkflow("payment", new Payment("order-8", null, null));
		this.tester.runUntilIdle();
		this.tester.assertThat(named).hasRun("ChargeTask");
		this.tester.assertThat(tenant).hasRun("ChargeTask");
		assertThat(cashier.hosts.all()).containsOnlyKeys("default", "orders");
		assertThat(cashier.standard).isSameAs(this.tester.host()).isSameAs(cashier.orders);
	}

	static final class Cashier {

		private final WorkflowHost standard;

		private final WorkflowHost orders;

		private final WorkflowHosts hosts;

		Cashier(WorkflowHost standard, @Qualifier("orders") WorkflowHost orders, WorkflowHosts hosts) {
			this.standard = standard;
			this.orders = orders;
			this.hosts = hosts;
		}

	}

}
