package io.wfe.samples.orders;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepContext;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import org.springframework.stereotype.Component;

/**
 * Takes an order from the click to the parcels.
 */
@Component
class OrderFulfilment implements Workflow<Fulfilment> {

	static final String ID = "order-fulfilment";

	static final String PAYMENT_RECEIVED = "payment-received";

	static final String MANAGER = "manager";

	private final OrderRepository orders;

	private final Warehouse warehouse;

	private final PaymentSystem payments;

	private final OrdersProperties properties;

	OrderFulfilment(OrderRepository orders, Warehouse warehouse, PaymentSystem payments, OrdersProperties properties) {
		this.orders = orders;
		this.warehouse = warehouse;
		this.payments = payments;
		this.properties = properties;
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Class<Fulfilment> dataType() {
		return Fulfilment.class;
	}

	@Override
	public void build(WorkflowBuilder<Fulfilment> order) {
		order.description("Reserves, charges and ships what a customer has ordered")
			.ifDo(Fulfilment::large, this::approve)
			.name("large order")
			.saga(this::sell)
			.compensateWith("cancel order", this::cancel)
			.ifDo(Fulfilment::cancelled, (cancelled) -> cancelled.endWorkflow())
			.name("cancelled")
			.forEach(Fulfilment::items, String.class,
					(item) -> item.subWorkflow(ParcelDelivery.ID, OrderFulfilment::parcel).name("deliver parcel"))
			.name("parcels")
			.then("close order", (step) -> set(step, OrderState.PAID, OrderState.SHIPPED));
	}

	private void approve(Sequence<Fulfilment> large) {
		large.userTask("Approve a large order", (data) -> MANAGER)
			.option("approve", (approved) -> approved.update("approved", (data) -> data))
			.option("reject",
					(rejected) -> rejected
						.then("reject order", (step) -> set(step, OrderState.PLACED, OrderState.REJECTED))
						.endWorkflow())
			.name("approve order");
	}

	/**
	 * If one of these steps fails for good, the compensations of those that have
	 * completed run, the last one first.
	 */
	private void sell(Sequence<Fulfilment> saga) {
		saga.then("reserve stock", this::reserveStock)
			.onError(patiently().notOn(OutOfStockException.class, ErrorBehavior.suspend()))
			.compensateWith("release stock", this::releaseStock)
			.waitFor(PAYMENT_RECEIVED, Fulfilment::orderId, String.class)
			.name("await payment")
			.orAfter(this.properties.paymentDeadline(), (late) -> late.then("give up", (step) -> {
				throw new RefusedException("Not paid within " + this.properties.paymentDeadline());
			}).onError(ErrorBehavior.compensate()))
			.then("accept payment", (step) -> set(step, OrderState.RESERVED, OrderState.PAID))
			.onError(ErrorBehavior.compensate())
			.call("charge card", this.payments::charge)
			.input((data, step) -> new Charge(step.idempotencyKey(), data.amount(), data.items()))
			.output(Fulfilment::withReceipt)
			.timeout(Duration.ofSeconds(10))
			.onError(patiently())
			.compensateWith("refund", this::refund)
			.then("book carrier", this::bookCarrier)
			.onError(patiently());
	}

	/**
	 * Retries what may work the next time.
	 */
	private ErrorBehavior patiently() {
		return ErrorBehavior.retry(this.properties.retryPause(), 2, Duration.ofMinutes(1), 8)
			.notOn(RefusedException.class, ErrorBehavior.compensate());
	}

	private ExecutionResult reserveStock(StepContext<Fulfilment> step) {
		this.warehouse.reserve(orderId(step), step.data().items());
		return ExecutionResult.next();
	}

	private ExecutionResult releaseStock(StepContext<Fulfilment> step) {
		this.warehouse.release(orderId(step));
		return ExecutionResult.next();
	}

	private ExecutionResult refund(StepContext<Fulfilment> step) {
		this.payments.refund(Objects.requireNonNull(step.data().receipt()));
		return ExecutionResult.next();
	}

	private ExecutionResult bookCarrier(StepContext<Fulfilment> step) {
		if (step.data().items().contains("piano")) {
			throw new RefusedException("No carrier takes a piano");
		}
		return ExecutionResult.next();
	}

	private ExecutionResult cancel(StepContext<Fulfilment> step) {
		this.orders.cancel(orderId(step));
		step.data(step.data().cancel());
		return ExecutionResult.next();
	}

	/**
	 * Sets the state of the order, unless somebody else has changed it. A step may run
	 * twice, so it may find its own change.
	 */
	private ExecutionResult set(StepContext<Fulfilment> step, OrderState from, OrderState to) {
		if (!this.orders.changeState(orderId(step), from, to) && this.orders.get(orderId(step)).state() != to) {
			throw new RefusedException("The order has been changed meanwhile");
		}
		return ExecutionResult.next();
	}

	private static Parcel parcel(Fulfilment data, StepContext<Fulfilment> step) {
		return new Parcel(data.orderId(), Objects.requireNonNull(step.item(String.class)), null);
	}

	private static UUID orderId(StepContext<Fulfilment> step) {
		return UUID.fromString(step.data().orderId());
	}

}
