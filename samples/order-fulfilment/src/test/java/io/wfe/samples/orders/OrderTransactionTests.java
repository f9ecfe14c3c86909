package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is written together.
 */
class OrderTransactionTests extends OrdersTestSupport {

	@Autowired
	private OrderService orders;

	@Autowired
	private TransactionTemplate transactions;

	@Test
	void whenTheOrderCannotBeStoredThenNeitherIsItsWorkflow() {
		long before = count("wfc.workflows");
		// The table has a constraint that refuses this, after the workflow was written
		NewOrder bad = new NewOrder("Nobody", List.of("book"), new BigDecimal("-1"));
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> this.orders.place(bad));
		assertThat(count("orders WHERE customer = 'Nobody'")).isZero();
		assertThat(count("wfc.workflows")).isEqualTo(before);
	}

	@Test
	void whenTheCallerRollsBackThenNeitherOrderNorWorkflowIsStored() {
		long before = count("wfc.workflows");
		this.transactions.executeWithoutResult((status) -> {
			this.orders.place(new NewOrder("Rolled back", List.of("book"), BigDecimal.ONE));
			assertThat(count("wfc.workflows")).isEqualTo(before + 1);
			status.setRollbackOnly();
		});
		assertThat(count("orders WHERE customer = 'Rolled back'")).isZero();
		assertThat(count("wfc.workflows")).isEqualTo(before);
	}

	private long count(String table) {
		return this.jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
	}

}
