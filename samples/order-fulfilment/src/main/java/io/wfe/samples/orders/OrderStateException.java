package io.wfe.samples.orders;

import java.util.UUID;

/**
 * What was asked for cannot be done with the order as it stands.
 */
class OrderStateException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OrderStateException(UUID id, String problem) {
		super("Order " + id + " " + problem);
	}

}
