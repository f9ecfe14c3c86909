package com.example.orders;

import io.wfe.engine.Task;

class Discount implements Task<Integer, Integer> {

	private final Labels labels;

	Discount(Labels labels) {
		this.labels = labels;
	}

	@Override
	public Integer run(Integer amount) {
		return amount - this.labels.price();
	}

}
