package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The data of the workflow. It is immutable: a step returns a new one.
 *
 * @param orderId the id of the order
 * @param items what was ordered
 * @param amount the price
 * @param receipt the receipt of the payment, once it is charged
 * @param cancelled whether the order has been taken back
 */
record Fulfilment(String orderId, List<String> items, BigDecimal amount, @Nullable String receipt, boolean cancelled) {

	private static final BigDecimal LARGE = BigDecimal.valueOf(1000);

	Fulfilment {
		items = List.copyOf(items);
	}

	static Fulfilment of(String orderId, NewOrder order) {
		return new Fulfilment(orderId, order.items(), order.amount(), null, false);
	}

	/**
	 * Whether a manager must approve the order.
	 */
	boolean large() {
		return this.amount.compareTo(LARGE) >= 0;
	}

	Fulfilment withReceipt(String receipt) {
		return new Fulfilment(this.orderId, this.items, this.amount, receipt, this.cancelled);
	}

	Fulfilment cancel() {
		return new Fulfilment(this.orderId, this.items, this.amount, this.receipt, true);
	}

}
