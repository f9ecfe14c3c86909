package io.wfe.engine.test.shop;

import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.ActivityWorker;

import org.springframework.stereotype.Service;

@Service
class PaymentService {

	private final WorkflowHost host;

	PaymentService(WorkflowHost host) {
		this.host = host;
	}

	String pay(String order) {
		return this.host.startWorkflow("payment", new Payment(order, null, null));
	}

	@ActivityWorker("post")
	String post(String order) {
		throw new IllegalStateException("A test has posted a letter");
	}

}
