package io.wfe.engine.autoconfigure.observability;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

/**
 * A workflow with a step that a test holds, an event, a child and a step that fails.
 */
final class Orders implements Workflow<Orders.Order> {

	final CountDownLatch entered = new CountDownLatch(1);

	final CountDownLatch opened = new CountDownLatch(1);

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
		order.description("Ships an order");
		order.then("reserve", (step) -> {
			if (step.data().held()) {
				this.entered.countDown();
				this.opened.await(60, TimeUnit.SECONDS);
			}
			return ExecutionResult.next();
		})
			.waitFor("paid", Order::number, String.class)
			.subWorkflow("parcel", (data) -> data)
			.then("invoice", (step) -> {
				if (step.data().bad()) {
					throw new IllegalStateException("s3cret");
				}
				return ExecutionResult.next();
			})
			.onError(ErrorBehavior.suspend());
	}

	/**
	 * The data of an order.
	 */
	record Order(String number, boolean held, boolean bad) {

		static Order of(String number) {
			return new Order(number, false, false);
		}

	}

	/**
	 * The child.
	 */
	static final class Parcels implements Workflow<Order> {

		@Override
		public String id() {
			return "parcel";
		}

		@Override
		public Class<Order> dataType() {
			return Order.class;
		}

		@Override
		public void build(WorkflowBuilder<Order> parcel) {
			parcel.then("pack", (step) -> ExecutionResult.next());
		}

	}

}
