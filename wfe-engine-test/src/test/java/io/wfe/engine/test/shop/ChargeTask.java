package io.wfe.engine.test.shop;

import io.wfe.engine.Task;

import org.springframework.stereotype.Component;

@Component
class ChargeTask implements Task<String, String> {

	private final PaymentGateway gateway;

	ChargeTask(PaymentGateway gateway) {
		this.gateway = gateway;
	}

	@Override
	public String run(String order) {
		return this.gateway.charge(order);
	}

}
