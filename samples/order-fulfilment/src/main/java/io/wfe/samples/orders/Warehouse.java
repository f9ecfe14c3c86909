package io.wfe.samples.orders;

import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The warehouse. It has everything but unobtainium, until you fill that up.
 */
@Component
class Warehouse {

	private static final String TAKE = """
			UPDATE stock SET quantity = quantity - 1 WHERE item = :item AND quantity > 0
			""";

	private static final String RESERVE = """
			INSERT INTO reservations (order_id, position, item) VALUES (:orderId, :position, :item)
			""";

	private static final String RELEASE = """
			WITH released AS (DELETE FROM reservations WHERE order_id = :orderId RETURNING item)
			UPDATE stock SET quantity = quantity + (SELECT count(*) FROM released WHERE released.item = stock.item)
			WHERE item IN (SELECT item FROM released)
			""";

	private final JdbcClient jdbc;

	private final OrderRepository orders;

	Warehouse(JdbcClient jdbc, OrderRepository orders) {
		this.jdbc = jdbc;
		this.orders = orders;
	}

	/**
	 * Reserves items for an order, all or none. A second call for the same order changes
	 * nothing: the step that calls may run again after a crash.
	 * @param orderId the id of the order
	 * @param items what is ordered
	 */
	@Transactional
	public void reserve(UUID orderId, List<String> items) {
		if (!this.orders.changeState(orderId, OrderState.PLACED, OrderState.RESERVED)) {
			if (this.orders.get(orderId).state() == OrderState.RESERVED) {
				return;
			}
			throw new RefusedException("The order has been changed meanwhile");
		}
		for (int position = 0; position < items.size(); position++) {
			String item = items.get(position);
			if (isCounted(item) && this.jdbc.sql(TAKE).param("item", item).update() == 0) {
				throw new OutOfStockException(item);
			}
			this.jdbc.sql(RESERVE).param("orderId", orderId).param("position", position).param("item", item).update();
		}
	}

	/**
	 * Puts back what is reserved for an order.
	 * @param orderId the id of the order
	 */
	@Transactional
	public void release(UUID orderId) {
		this.jdbc.sql(RELEASE).param("orderId", orderId).update();
	}

	/**
	 * Adds one of an item.
	 * @param item the item
	 */
	@Transactional
	public void fillUp(String item) {
		this.jdbc.sql("UPDATE stock SET quantity = quantity + 1 WHERE item = :item").param("item", item).update();
	}

	private boolean isCounted(String item) {
		return this.jdbc.sql("SELECT count(*) FROM stock WHERE item = :item")
			.param("item", item)
			.query(Integer.class)
			.single() > 0;
	}

}
