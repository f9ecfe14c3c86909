package io.wfe.engine.autoconfigure.guide;

import io.wfe.engine.Task;

import org.springframework.stereotype.Component;

@Component
class ChargeCard implements Task<Integer, String> {

	private final Payments payments;

	ChargeCard(Payments payments) {
		this.payments = payments;
	}

	@Override
	public String run(Integer amount) {
		return this.payments.charge(amount);
	}

}
