package com.example.orders;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import org.springframework.stereotype.Component;

@Component
class OrderWorkflow implements Workflow<OrderWorkflow.Order> {

	@Override
	public String id() {
		return "order";
	}

	@Override
	public Class<Order> dataType() {
		return Order.class;
	}

	@Override
	public void build(WorkflowBuilder<Order> order) {
		order.call(Discount.class).input(Order::amount).output(Order::withAmount);
		order.activity("print-label", Order::id, String.class).output(Order::withLabel);
	}

	record Order(String id, int amount, String label) {

		Order withAmount(int amount) {
			return new Order(this.id, amount, this.label);
		}

		Order withLabel(String label) {
			return new Order(this.id, this.amount, label);
		}

	}

}
