package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.wfe.core.persistence.ConcurrentUpdateException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what is written together, and for two who write at once.
 */
class OrderTransactionTests extends OrdersTestSupport {

	@Autowired
	private OrderService orders;

	@Autowired
	private PaymentService payments;

	@Autowired
	private FulfilmentSteps steps;

	@Autowired
	private TransactionTemplate transactions;

	@Test
	void whenTheOrderCannotBeStoredThenNeitherIsItsWorkflow() {
		// The table has a constraint that refuses this, after the workflow was written
		NewOrder bad = new NewOrder("Ada", List.of("book"), new BigDecimal("-1"));
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> this.orders.place(bad));
		assertThatTablesAreEmpty("orders", "wfc.workflows", "wfc.execution_pointers", "wfc.scheduled_commands",
				"wfc.definition_sequences");
	}

	@Test
	void whenTheCallerRollsBackThenNeitherOrderNorWorkflowIsStored() {
		this.transactions.executeWithoutResult((status) -> {
			this.orders.place(new NewOrder("Ada", List.of("book"), BigDecimal.ONE));
			assertThat(count("orders")).isOne();
			assertThat(count("wfc.workflows")).isOne();
			status.setRollbackOnly();
		});
		assertThatTablesAreEmpty("orders", "wfc.workflows", "wfc.execution_pointers", "wfc.scheduled_commands");
	}

	@Test
	void whenTheWorkflowChangesMeanwhileThenCancelIsRepeated() {
		UUID id = UUID.fromString(place("Ada", "book"));
		CompletableFuture<Void> cancel = this.transactions.execute((status) -> {
			this.steps.advance(workflowId(id));
			CompletableFuture<Void> result = CompletableFuture.runAsync(() -> this.orders.cancel(id));
			awaitBlockedWriter();
			return result;
		});
		cancel.join();
		assertThat(workflow(id.toString()).required("status").asString()).isEqualTo("TERMINATED");
		assertThatTablesAreEmpty("wfc.event_subscriptions");
	}

	@Test
	void whenPaymentAndSubscriptionDoNotSeeEachOtherThenThePaymentIsDeliveredAtLast() {
		UUID id = UUID.fromString(place("Ada", "book"));
		CompletableFuture<Void> delivery = this.transactions.execute((status) -> {
			this.steps.advance(workflowId(id));
			String payment = post("/orders/" + id + "/payment", HttpStatus.ACCEPTED).required("event").asString();
			CompletableFuture<Void> result = CompletableFuture.runAsync(() -> this.payments.deliver(payment));
			awaitBlockedWriter();
			return result;
		});
		assertThat(delivery).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(ConcurrentUpdateException.class);
		handleCommands();
		assertThat(workflow(id.toString()).required("status").asString()).isEqualTo("COMPLETE");
	}

	private String workflowId(UUID orderId) {
		return this.jdbc.sql("SELECT workflow_id FROM orders WHERE id = ?").param(orderId).query(String.class).single();
	}

	/**
	 * Waits until somebody waits for a lock that another transaction holds.
	 */
	private void awaitBlockedWriter() {
		await().until(() -> count("""
				pg_stat_activity
				WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%UPDATE%workflows%'
				""") == 1);
	}

}
