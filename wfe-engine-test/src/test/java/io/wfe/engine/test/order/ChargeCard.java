package io.wfe.engine.test.order;

import java.net.URI;

import io.wfe.engine.Task;

/**
 * Needs a bank, so that a test has to put something in its place.
 */
public class ChargeCard implements Task<Order.Charge, String> {

	private final URI bank;

	public ChargeCard(URI bank) {
		this.bank = bank;
	}

	@Override
	public String run(Order.Charge charge) {
		throw new IllegalStateException("A test has called " + this.bank);
	}

}
