package io.wfe.engine.internal.executor;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.StepFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import io.wfe.engine.internal.executor.OrderFulfilment.ChargeCard;
import io.wfe.engine.internal.executor.OrderFulfilment.Item;
import io.wfe.engine.internal.executor.OrderFulfilment.Order;
import io.wfe.engine.internal.executor.OrderFulfilment.Scan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of the specification of the API, run to its end and through each of its
 * failures.
 */
class OrderFulfilmentTests {

	private final Order order = new Order("order-7", List.of(new Item("book"), new Item("pen")),
			new BigDecimal("59.900000000000000001"), null, null, null);

	private final OrderFulfilment workflow = new OrderFulfilment();

	private final ChargeCard bank = new ChargeCard();

	private final Driver driver = new Driver().register(this.workflow);

	@BeforeEach
	void useTheBank() {
		StepFactory usual = this.driver.stepFactory;
		this.driver.stepFactory = new StepFactory() {
			@Override
			public <T> T create(Class<T> type) throws Exception {
				return (type == ChargeCard.class) ? type.cast(OrderFulfilmentTests.this.bank) : usual.create(type);
			}
		};
	}

	@Test
	void whenNothingFailsThenItRunsToItsEnd() {
		String id = this.driver.run(this.order);
		assertThat(this.driver.statusOf(id, "parcel-scanned")).isEqualTo(PointerStatus.WAITING_FOR_EVENT);
		this.driver.publish("parcel-scanned", "order-7", new Scan("Berlin"));
		assertThat(this.driver.status(id)).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.workflow.ran).containsExactly("invoice book", "invoice pen");
		assertThat(this.driver.data(id, Order.class)).isEqualTo(
				new Order("order-7", this.order.items(), this.order.amount(), "reservation of 2", "receipt", "Berlin"));
		assertThat(this.driver.errors(id)).isEmpty();
	}

	@Test
	void whenTheScanComesTooLateThenSupportIsToldAndTheChainGoesOn() {
		String id = this.driver.run(this.order);
		this.driver.advance(Duration.ofDays(3).minusSeconds(1));
		assertThat(this.workflow.ran).isEmpty();
		this.driver.advance(Duration.ofSeconds(1));
		assertThat(this.driver.status(id)).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.workflow.ran).containsExactly("tell support", "invoice book", "invoice pen");
		assertThat(this.driver.subscriptions).isEmpty();
	}

	@Test
	void whenTheBankFailsForAWhileThenTheChargeIsRepeatedWithItsKey() {
		this.bank.failures = 3;
		String id = this.driver.run(this.order);
		this.driver.advance(Duration.ofSeconds(1 + 2 + 4));
		assertThat(this.bank.charges).hasSize(4).containsOnly(this.bank.charges.get(0));
		assertThat(this.driver.only(id, "ChargeCard").retryCount()).isEqualTo(3);
		assertThat(this.driver.statusOf(id, "parcel-scanned")).isEqualTo(PointerStatus.WAITING_FOR_EVENT);
		assertThat(this.driver.errors(id)).hasSize(3);
	}

	@Test
	void whenTheBankFailsForGoodThenTheInstanceIsSuspendedAndCanBeResumed() {
		this.bank.failures = 9;
		String id = this.driver.run(this.order);
		this.driver.advance(Duration.ofMinutes(10));
		assertThat(this.bank.charges).hasSize(9);
		assertThat(this.driver.status(id)).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(this.driver.only(id, "ChargeCard").endTime()).isNull();
		this.driver.resume(id);
		assertThat(this.bank.charges).hasSize(10);
		assertThat(this.driver.statusOf(id, "parcel-scanned")).isEqualTo(PointerStatus.WAITING_FOR_EVENT);
	}

	@Test
	void whenTheReservationFailsThenNothingIsCompensatedButTheReservation() {
		StepFactory usual = this.driver.stepFactory;
		this.driver.stepFactory = new StepFactory() {
			@Override
			public <T> T create(Class<T> type) throws Exception {
				if (type == OrderFulfilment.ReserveStock.class) {
					return type.cast(new OrderFulfilment.ReserveStock() {
						@Override
						public String run(List<Item> items) {
							throw new IllegalStateException("Out of stock");
						}
					});
				}
				return usual.create(type);
			}
		};
		String id = this.driver.run(this.order);
		assertThat(this.driver.status(id)).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.workflow.ran).containsExactly("release null");
		assertThat(this.driver.only(id, "saga").extensionAttributes()).containsEntry("wfe.saga",
				JsonNodeFactory.instance.stringNode("failed"));
		assertThat(this.driver.pointersOf(id, "parcel-scanned")).isEmpty();
	}

}
