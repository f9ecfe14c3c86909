package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order, as the shop's own table has it.
 */
record Order(UUID id, String customer, List<String> items, BigDecimal amount, Instant placedAt, OrderState state,
		String workflowId) {

	Order {
		items = List.copyOf(items);
	}

}
