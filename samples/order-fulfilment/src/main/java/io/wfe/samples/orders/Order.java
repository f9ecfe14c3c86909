package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order, as the application's own table has it. How far it has come is known by its
 * workflow.
 */
record Order(UUID id, String customer, List<String> items, BigDecimal amount, Instant placedAt, String workflowId) {

	Order {
		items = List.copyOf(items);
	}

}
