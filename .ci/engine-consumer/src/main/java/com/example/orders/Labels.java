package com.example.orders;

import io.wfe.engine.autoconfigure.ActivityWorker;

import org.springframework.stereotype.Component;

@Component
class Labels {

	int price() {
		return 1;
	}

	@ActivityWorker("print-label")
	String print(String order) {
		return "label of " + order;
	}

}
