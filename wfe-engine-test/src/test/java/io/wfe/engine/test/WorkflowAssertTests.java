package io.wfe.engine.test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.test.order.ChargeCard;
import io.wfe.engine.test.order.Order;
import io.wfe.engine.test.order.Order.Scan;
import io.wfe.engine.test.order.OrderFulfilment;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for assertions that fail.
 */
class WorkflowAssertTests {

	private final WorkflowTester tester = WorkflowTester.inMemory(new OrderFulfilment())
		.fake(ChargeCard.class, (charge) -> "receipt-1");

	@Test
	void failureDescribesTheInstance() {
		this.tester.failAt(ChargeCard.class, 1, new IOException("no answer"));
		String id = run();
		message(() -> this.tester.assertThat(id).isComplete()).isEqualTo("""
				Expected order-fulfilment-1 to be COMPLETE, but it is RUNNABLE.
				order-fulfilment-1 (order-fulfilment version 1, id %s) is RUNNABLE at 2050-01-01T12:00:00Z
				  data: {"id":"order-7","items":[{"name":"book"},{"name":"pen"}],"amount":59.90,\
				"reservation":"reservation of 2","receipt":null,"scannedAt":null}
				  steps:
				    saga: RUNNING
				      ReserveStock: COMPLETE
				      ChargeCard: SLEEPING, failed once, attempt 2, until 2050-01-01T12:00:01Z
				  errors:
				    2050-01-01T12:00:00Z ChargeCard: no answer
				  due at 2050-01-01T12:00:01Z""".formatted(id));
		this.tester.advance(Duration.ofSeconds(1));
		message(() -> this.tester.assertThat(id).isSuspended()).endsWith(
				"\n  waits for:\n" + "    event 'parcel-scanned' with key 'order-7'\n  due at 2050-01-04T12:00:01Z");
	}

	@Test
	void failureSaysWhatWasExpected() {
		String id = run();
		failure(() -> this.tester.assertThat(id).isTerminated(), "to be TERMINATED, but it is RUNNABLE");
		failure(() -> this.tester.assertThat(id).hasRun("invoice line"),
				"to have run step 'invoice line' once, but it has run not at all");
		failure(() -> this.tester.assertThat(id).hasRun("ChargeCard", 2),
				"to have run step 'ChargeCard' 2 times, but it has run once");
		failure(() -> this.tester.assertThat(id).hasNotRun("ChargeCard"),
				"not to have run step 'ChargeCard', but it has: [COMPLETE]");
		failure(() -> this.tester.assertThat(id).hasFailed("ChargeCard"),
				"to have failed in step 'ChargeCard', but it has not");
		failure(() -> this.tester.assertThat(id).hasFailed("ChargeCard", 2),
				"to have failed in step 'ChargeCard' 2 times, but it has failed not at all");
		failure(() -> this.tester.assertThat(id).hasCompensated("ChargeCard"),
				"to have compensated step 'ChargeCard', but it has not");
		failure(() -> this.tester.assertThat(id).isWaitingFor("parcel-scanned", "order-8"),
				"to wait for event 'parcel-scanned' with key 'order-8', but it does not");
		failure(() -> this.tester.assertThat(id).isWaitingForActivity("pack"),
				"to wait for a worker of activity 'pack', but it does not");
		failure(() -> this.tester.assertThat(id).isWaitingForUser("ada"), "to wait for 'ada', but it waits for nobody");
		failure(() -> this.tester.assertThat(id).isDueIn(Duration.ofDays(2)),
				"to be due at 2050-01-03T12:00:00Z, but it is due at 2050-01-04T12:00:00Z");
		failure(() -> this.tester.assertThat(id).hasData(Order.of("order-8")), "to have the data Order[id=order-8");
		message(() -> this.tester.assertThat(id).dataAs(Order.class).extracting(Order::receipt).isEqualTo("other"))
			.contains("data of", "ChargeCard: COMPLETE");
	}

	@Test
	void whenThereIsNoSuchStepThenNoAssertionHolds() {
		String id = run();
		failure(() -> this.tester.assertThat(id).hasNotRun("tell suport"),
				"to have a step 'tell suport', but its steps are [saga, ReserveStock");
	}

	@Test
	void whatWasUndoneHasRunIfItHadCompleted() {
		WorkflowTester tester = WorkflowTester.builder()
			.workflow(TesterTest.workflow("undo", Order.class,
					(order) -> order.saga((saga) -> saga.update("first", (data) -> data)
						.compensateWith("undo first", (step) -> ExecutionResult.next())
						.update("second", (data) -> data)
						.compensateWith("undo second", (step) -> ExecutionResult.next()))))
			.errorBehavior(ErrorBehavior.terminate())
			.build();
		tester.failAt("second", 1, new IOException("no answer"));
		String id = tester.start("undo", Order.of("order-7"));
		tester.runUntilIdle();
		tester.assertThat(id)
			.isComplete()
			.hasRun("first")
			.hasCompensated("first")
			.hasRun("undo first")
			.hasRun("second", 0)
			.hasCompensated("second");
	}

	@Test
	void itemsAreNamedInTheDescription() {
		this.tester.failAt("invoice line", 2, new IOException("no paper"));
		String id = run();
		this.tester.publish("parcel-scanned", "order-7", new Scan("Berlin"));
		assertThat(this.tester.dump(id).lines().map(String::strip)).containsSubsequence(List.of(
				"invoice line: COMPLETE, item {\"name\":\"book\"}",
				"invoice line: SLEEPING, item {\"name\":\"pen\"}, failed once, attempt 2, until 2050-01-01T12:01:00Z"));
	}

	private String run() {
		String id = this.tester.start("order-fulfilment", Order.of("order-7", "book", "pen"));
		this.tester.runUntilIdle();
		return id;
	}

	private static void failure(ThrowingCallable assertion, String expectation) {
		message(assertion).startsWith("Expected order-fulfilment-1 " + expectation).contains("steps:\n");
	}

	private static AbstractStringAssert<?> message(ThrowingCallable assertion) {
		return assertThat(catchThrowableOfType(AssertionError.class, assertion).getMessage());
	}

}
