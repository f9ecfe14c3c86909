package io.wfe.engine.test.shop;

import java.time.Duration;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import org.springframework.stereotype.Component;

@Component
class PaymentWorkflow implements Workflow<Payment> {

	@Override
	public String id() {
		return "payment";
	}

	@Override
	public Class<Payment> dataType() {
		return Payment.class;
	}

	@Override
	public void build(WorkflowBuilder<Payment> payment) {
		payment.call(ChargeTask.class)
			.input(Payment::order)
			.output(Payment::withReceipt)
			.delay(Duration.ofDays(30))
			.then(PrintStep.class)
			.activity("post", Payment::order, String.class);
	}

}
