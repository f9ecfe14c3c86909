package io.wfe.engine.test.order;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepContext;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import static io.wfe.engine.ErrorBehavior.retry;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

/**
 * The example of the API.
 */
public class OrderFulfilment implements Workflow<Order> {

	@Override
	public String id() {
		return "order-fulfilment";
	}

	@Override
	public Class<Order> dataType() {
		return Order.class;
	}

	@Override
	public void build(WorkflowBuilder<Order> order) {
		order
			.saga((saga) -> saga.call(ReserveStock.class)
				.input(Order::items)
				.output(Order::withReservation)
				.compensateWith("release stock", this::goOn)
				.call(ChargeCard.class)
				.input((data, step) -> new Order.Charge(step.idempotencyKey(), data.amount()))
				.output(Order::withReceipt)
				.timeout(ofSeconds(10))
				.onError(retry(ofSeconds(1), 2, ofMinutes(1), 8))
				.compensateWith("refund", this::goOn))
			.waitFor("parcel-scanned", Order::id, Order.Scan.class)
			.output(Order::withScan)
			.orAfter(ofDays(3), (late) -> late.then("tell support", this::goOn))
			.forEach(Order::items, Order.Item.class, (item) -> item.then("invoice line", this::goOn))
			.endWorkflow();
	}

	private ExecutionResult goOn(StepContext<Order> step) {
		return ExecutionResult.next();
	}

}
