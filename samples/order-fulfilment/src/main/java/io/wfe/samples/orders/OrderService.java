package io.wfe.samples.orders;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.wfe.engine.StartWorkflow;
import io.wfe.engine.UserTask;
import io.wfe.engine.WorkflowHost;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What customers and managers do with orders.
 */
@Service
class OrderService {

	private final OrderRepository orders;

	private final Warehouse warehouse;

	private final WorkflowHost host;

	private final Clock clock;

	OrderService(OrderRepository orders, Warehouse warehouse, WorkflowHost host, Clock clock) {
		this.orders = orders;
		this.warehouse = warehouse;
		this.host = host;
		this.clock = clock;
	}

	/**
	 * Stores an order and starts its workflow, both or neither: the start takes part in
	 * the transaction.
	 */
	@Transactional
	public Order place(NewOrder newOrder) {
		UUID id = UUID.randomUUID();
		String workflowId = this.host.startWorkflow(StartWorkflow.of(OrderFulfilment.ID)
			.data(Fulfilment.of(id.toString(), newOrder))
			.reference(id.toString()));
		Order order = new Order(id, newOrder.customer(), newOrder.items(), newOrder.amount(), Instant.now(this.clock),
				OrderState.PLACED, workflowId);
		this.orders.insert(order);
		return order;
	}

	/**
	 * Tells the workflow that the customer has paid. A payment that comes before the
	 * workflow waits for it is not lost.
	 * @return the id of the event
	 */
	public String pay(UUID id) {
		Order order = this.orders.get(id);
		if (order.state() != OrderState.PLACED && order.state() != OrderState.RESERVED) {
			throw new OrderStateException(id, "is not to be paid: it is " + order.state());
		}
		return this.host.publishEvent(OrderFulfilment.PAYMENT_RECEIVED, id.toString(), "card");
	}

	/**
	 * Cancels an order that is not paid, and ends its workflow.
	 */
	@Transactional
	public void cancel(UUID id) {
		Order order = this.orders.get(id);
		if (order.state() == OrderState.CANCELLED) {
			return;
		}
		if (!this.orders.cancelUnpaid(id)) {
			throw new OrderStateException(id, "cannot be cancelled: it is " + this.orders.get(id).state());
		}
		this.warehouse.release(id);
		this.host.terminateWorkflow(order.workflowId());
	}

	/**
	 * Answers the question whether a large order is accepted.
	 * @param option "approve" or "reject"
	 */
	public void decide(UUID id, String option) {
		Order order = this.orders.get(id);
		boolean answered = decisions().stream()
			.filter((task) -> task.workflowId().equals(order.workflowId()))
			.anyMatch((task) -> this.host.userTasks().complete(task.id(), OrderFulfilment.MANAGER, option));
		if (!answered) {
			throw new OrderStateException(id, "waits for no decision");
		}
	}

	/**
	 * Returns what a manager is asked.
	 */
	List<UserTask> decisions() {
		return this.host.userTasks().find(OrderFulfilment.MANAGER);
	}

	/**
	 * Puts one of an item into the warehouse, and retries the orders that failed for want
	 * of it.
	 */
	public void fillUp(UUID id, String item) {
		this.warehouse.fillUp(item);
		this.host.retryFailedSteps(this.orders.get(id).workflowId());
	}

}
