package io.wfe.engine.test.shop;

import org.springframework.stereotype.Component;

/**
 * Is no part of a workflow, so the slice does not have it.
 */
@Component
class PaymentGateway {

	String charge(String order) {
		throw new IllegalStateException("A test has charged a card");
	}

}
