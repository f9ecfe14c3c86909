package io.wfe.engine.test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.test.order.ChargeCard;
import io.wfe.engine.test.order.Order;
import io.wfe.engine.test.order.OrderFulfilment;
import io.wfe.postgres.test.TestClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for a store that fails. A host would try again until it does not.
 */
class StoreFailureTests {

	private final AtomicReference<String> failing = new AtomicReference<>("");

	private final TestClock clock = new TestClock();

	private final WorkflowTester tester = WorkflowTester.builder(store(new InMemoryPersistenceProvider(this.clock)))
		.storeTime(this.clock::setInstant)
		.workflow(new OrderFulfilment())
		.fake(ChargeCard.class, (charge) -> "receipt-1")
		.build();

	@Test
	void whenAPassCannotBeWrittenThenTheTestFailsAtOnce() {
		String id = this.tester.start("order-fulfilment", Order.of("order-7", "book"));
		this.failing.set("persistPasses");
		assertThatIllegalStateException().isThrownBy(this.tester::runUntilIdle)
			.withMessageContaining(id)
			.withMessageContaining("The store is down")
			.withCauseInstanceOf(PersistenceException.class);
		this.failing.set("");
		this.tester.runUntilIdle();
		this.tester.assertThat(id).isWaitingFor("parcel-scanned", "order-7");
	}

	@Test
	void whenNothingCanBeClaimedThenTheTestFailsAtOnce() {
		this.failing.set("claimWorkflows");
		assertThatExceptionOfType(PersistenceException.class).isThrownBy(this.tester::runUntilIdle);
	}

	private PersistenceProvider store(PersistenceProvider real) {
		return (PersistenceProvider) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { PersistenceProvider.class }, (proxy, method, arguments) -> {
					if (method.getName().equals(this.failing.get())) {
						throw new PersistenceException("The store is down", null);
					}
					try {
						return method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
