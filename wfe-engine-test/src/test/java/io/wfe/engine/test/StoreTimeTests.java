package io.wfe.engine.test;

import java.time.Duration;
import java.time.Instant;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.engine.test.order.ChargeCard;
import io.wfe.engine.test.order.Order;
import io.wfe.engine.test.order.OrderFulfilment;
import io.wfe.postgres.test.TestClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for stores with a clock of their own.
 */
class StoreTimeTests {

	@Test
	void whenStoreKeepsItsTimeThenTheTimeCannotBeMoved() {
		try (WorkflowTester tester = WorkflowTester.of(new InMemoryPersistenceProvider(), new OrderFulfilment())) {
			tester.fake(ChargeCard.class, (charge) -> "receipt");
			String id = tester.start("order-fulfilment", Order.of("order-7", "book"));
			tester.runUntilIdle();
			tester.assertThat(id).isWaitingFor("parcel-scanned", "order-7");
			assertThat(Duration.between(Instant.now(), tester.now()).abs()).isLessThan(Duration.ofHours(1));
			assertThatIllegalStateException().isThrownBy(() -> tester.advance(Duration.ofDays(3)))
				.withMessageContaining("TestPostgres")
				.withMessageContaining("storeTime(...)");
		}
	}

	@Test
	void whenStoreIsToldTheTimeThenItCanBeMoved() {
		TestClock clock = new TestClock();
		Instant start = Instant.parse("2026-03-01T08:00:00Z");
		try (WorkflowTester tester = WorkflowTester.builder(new InMemoryPersistenceProvider(clock))
			.storeTime(clock::setInstant)
			.startTime(start)
			.workflow(new OrderFulfilment())
			.fake(ChargeCard.class, (charge) -> "receipt")
			.build()) {
			String id = tester.start("order-fulfilment", Order.of("order-7", "book"));
			tester.advance(Duration.ofDays(3));
			tester.assertThat(id).isComplete();
			assertThat(clock.instant()).isEqualTo(start.plus(Duration.ofDays(3))).isEqualTo(tester.now());
			assertThat(tester.workflow(id).createTime()).isEqualTo(start);
		}
	}

	@Test
	void whenStoreDoesNotListenThenTheTestSaysSo() {
		WorkflowTesterBuilder builder = WorkflowTester.builder(new InMemoryPersistenceProvider(new TestClock()))
			.storeTime((time) -> {
			})
			.startTime(Instant.parse("2026-03-01T08:00:00Z"));
		assertThatIllegalStateException().isThrownBy(builder::build)
			.withMessage("The store was told that it is 2026-03-01T08:00:00Z, but its time is 2050-01-01T12:00:00Z");
	}

}
