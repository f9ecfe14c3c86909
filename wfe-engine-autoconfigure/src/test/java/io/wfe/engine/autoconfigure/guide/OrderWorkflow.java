package io.wfe.engine.autoconfigure.guide;

import java.util.ArrayList;
import java.util.List;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepContext;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.autoconfigure.guide.OrderWorkflow.Order;
import io.wfe.engine.autoconfigure.guide.Shipments.Shipment;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class OrderWorkflow implements Workflow<Order> {

	private final JdbcClient jdbc;

	OrderWorkflow(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

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
		order.call(ChargeCard.class).input(Order::amount).output(Order::with);
		order.then("book", this::book).transactional();
		order.activity("print-label", (data) -> new Label(data.id()), String.class).output(Order::with);
		order.activity("book-shipment", (data) -> new Shipment(data.id()), String.class).output(Order::with);
	}

	private ExecutionResult book(StepContext<Order> context) {
		this.jdbc.sql("INSERT INTO booking (id) VALUES (?)").param(context.data().id()).update();
		return ExecutionResult.next();
	}

	/**
	 * The data.
	 *
	 * @param id the id
	 * @param amount what to charge
	 * @param log what was done
	 */
	record Order(String id, int amount, List<String> log) {

		Order with(String entry) {
			List<String> longer = new ArrayList<>(this.log);
			longer.add(entry);
			return new Order(this.id, this.amount, longer);
		}

	}

}
