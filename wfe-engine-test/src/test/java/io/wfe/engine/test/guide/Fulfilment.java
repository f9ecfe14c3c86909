package io.wfe.engine.test.guide;

import java.time.Duration;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import org.springframework.stereotype.Component;

import static io.wfe.engine.ErrorBehavior.retry;

@Component
class Fulfilment implements Workflow<Order> {

	@Override
	public String id() {
		return "fulfilment";
	}

	@Override
	public Class<Order> dataType() {
		return Order.class;
	}

	@Override
	public void build(WorkflowBuilder<Order> order) {
		order.call("charge card", this::charge)
			.input(Order::amount)
			.output(Order::with)
			.onError(retry(Duration.ofSeconds(1), 5))
			.waitFor("parcel-scanned", Order::id, String.class)
			.output(Order::with)
			.update("thank", (data) -> data.with("thanked"));
	}

	private String charge(int amount) {
		return "charged " + amount;
	}

}
