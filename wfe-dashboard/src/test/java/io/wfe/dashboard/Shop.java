package io.wfe.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Workflows of a web shop: one with most kinds of steps, one that fails, and one with a
 * child.
 */
@Configuration(proxyBeanMethods = false)
class Shop {

	@Bean
	Workflow<Order> fulfilment() {
		return new Fulfilment();
	}

	@Bean
	Workflow<Order> payout() {
		return new Payout();
	}

	@Bean
	Workflow<Order> gift() {
		return new Gift();
	}

	/**
	 * The data of all workflows.
	 */
	record Order(String id, List<String> items, List<String> log) {

		static Order of(String id, String... items) {
			return new Order(id, List.of(items), List.of());
		}

		Order with(String entry) {
			List<String> longer = new ArrayList<>(this.log);
			longer.add(entry);
			return new Order(this.id, this.items, longer);
		}

	}

	static final class Fulfilment implements Workflow<Order> {

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
			order.description("Reserves, charges, ships and invoices an order")
				.saga((saga) -> saga.update("reserve stock", (data) -> data.with("reserved"))
					.compensateWith("release stock", (step) -> ExecutionResult.next())
					.update("charge card", (data) -> data.with("charged"))
					.compensateWith("refund", (step) -> ExecutionResult.next()))
				.waitFor("parcel-scanned", Order::id, String.class)
				.output(Order::with)
				.orAfter(Duration.ofDays(3), (late) -> late.update("tell support", (data) -> data.with("late")))
				.forEach(Order::items, String.class,
						(item) -> item.update("invoice line", (data) -> data.with("invoiced")))
				.update("thank", (data) -> data.with("thanked"));
		}

	}

	static final class Payout implements Workflow<Order> {

		static volatile boolean fails = true;

		@Override
		public String id() {
			return "payout";
		}

		@Override
		public Class<Order> dataType() {
			return Order.class;
		}

		@Override
		public void build(WorkflowBuilder<Order> order) {
			order.update("pay", (data) -> {
				if (fails) {
					throw new IllegalStateException("The bank said <script>alert('no')</script>");
				}
				return data.with("paid");
			}).onError(ErrorBehavior.suspend());
		}

	}

	static final class Gift implements Workflow<Order> {

		@Override
		public String id() {
			return "gift";
		}

		@Override
		public Class<Order> dataType() {
			return Order.class;
		}

		@Override
		public void build(WorkflowBuilder<Order> order) {
			order.update("wrap", (data) -> data.with("wrapped")).subWorkflow("order-fulfilment", (data) -> data);
		}

	}

}
