package io.wfe.samples.orders;

import java.util.UUID;

/**
 * There is no such order.
 */
class OrderNotFoundException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OrderNotFoundException(UUID id) {
		super("There is no order " + id);
	}

}
