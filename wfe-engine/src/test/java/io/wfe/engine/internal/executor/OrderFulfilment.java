package io.wfe.engine.internal.executor;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepContext;
import io.wfe.engine.Task;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import org.jspecify.annotations.Nullable;

import static io.wfe.engine.ErrorBehavior.retry;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

/**
 * The workflow of the specification of the API, as it stands there.
 */
@SuppressWarnings("MissingOverride")
public class OrderFulfilment implements Workflow<OrderFulfilment.Order> {

	final List<String> ran = new ArrayList<>();

	public String id() {
		return "order-fulfilment";
	}

	public Class<Order> dataType() {
		return Order.class;
	}

	public void build(WorkflowBuilder<Order> order) {
		order
			.saga((saga) -> saga.call(ReserveStock.class)
				.input(Order::items)
				.output(Order::withReservation)
				.compensateWith("release stock", this::releaseStock)
				.call(ChargeCard.class)
				.input((data, step) -> new Charge(step.idempotencyKey(), data.amount()))
				.output(Order::withReceipt)
				.timeout(ofSeconds(10))
				.onError(retry(ofSeconds(1), 2, ofMinutes(1), 8))
				.compensateWith("refund", this::refund))
			.waitFor("parcel-scanned", Order::id, Scan.class)
			.output(Order::withScan)
			.orAfter(ofDays(3), (late) -> late.then("tell support", this::tellSupport))
			.forEach(Order::items, Item.class, (item) -> item.then("invoice line", this::invoiceLine))
			.endWorkflow();
	}

	private ExecutionResult releaseStock(StepContext<Order> step) {
		this.ran.add("release " + step.data().reservation());
		return ExecutionResult.next();
	}

	private ExecutionResult refund(StepContext<Order> step) {
		this.ran.add("refund");
		return ExecutionResult.next();
	}

	private ExecutionResult tellSupport(StepContext<Order> step) {
		this.ran.add("tell support");
		return ExecutionResult.next();
	}

	private ExecutionResult invoiceLine(StepContext<Order> step) {
		Item item = step.item(Item.class);
		this.ran.add("invoice " + ((item != null) ? item.name() : null));
		return ExecutionResult.next();
	}

	public record Order(String id, List<Item> items, BigDecimal amount, @Nullable String reservation,
			@Nullable String receipt, @Nullable String scannedAt) {

		Order withReservation(String reservation) {
			return new Order(this.id, this.items, this.amount, reservation, this.receipt, this.scannedAt);
		}

		Order withReceipt(String receipt) {
			return new Order(this.id, this.items, this.amount, this.reservation, receipt, this.scannedAt);
		}

		Order withScan(Scan scan) {
			return new Order(this.id, this.items, this.amount, this.reservation, this.receipt, scan.place());
		}

	}

	public record Item(String name) {

	}

	public record Charge(String key, BigDecimal amount) {

	}

	public record Scan(String place) {

	}

	public static class ReserveStock implements Task<List<Item>, String> {

		@Override
		public String run(List<Item> items) {
			return "reservation of " + items.size();
		}

	}

	public static class ChargeCard implements Task<Charge, String> {

		final List<Charge> charges = new ArrayList<>();

		public int failures;

		@Override
		public String run(Charge charge) {
			this.charges.add(charge);
			if (this.failures-- > 0) {
				throw new IllegalStateException("The bank does not answer");
			}
			return "receipt";
		}

	}

}
