package io.wfe.samples.tenants;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.autoconfigure.WorkflowStore;

import org.springframework.stereotype.Component;

/**
 * Handles an order, in the store of each tenant.
 */
@Component
@WorkflowStore(Tenants.STORE_PREFIX + "*")
class OrderWorkflow implements Workflow<OrderWorkflow.Order> {

	static final String ID = "order";

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Class<Order> dataType() {
		return Order.class;
	}

	@Override
	public void build(WorkflowBuilder<Order> order) {
		order.update("reserve", (data) -> new Order(data.item(), "reserved"))
			.update("ship", (data) -> new Order(data.item(), "shipped"));
	}

	/**
	 * The data of an order.
	 *
	 * @param item what is ordered
	 * @param state how far it is
	 */
	record Order(String item, String state) {

	}

}
