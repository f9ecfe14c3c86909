package io.wfe.samples.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The shop's own table.
 */
@Repository
class OrderRepository {

	private static final String INSERT = """
			INSERT INTO orders (id, customer, items, amount, placed_at, state, workflow_id)
			VALUES (:id, :customer, :items, :amount, :placedAt, :state, :workflowId)
			""";

	private static final String SELECT = """
			SELECT id, customer, items, amount, placed_at, state, workflow_id
			FROM orders
			""";

	private static final String CHANGE_STATE = """
			UPDATE orders SET state = :to WHERE id = :id AND state = :from
			""";

	private static final String CANCEL = """
			UPDATE orders SET state = 'CANCELLED' WHERE id = :id AND state <> 'SHIPPED'
			""";

	private static final String CANCEL_UNPAID = """
			UPDATE orders SET state = 'CANCELLED' WHERE id = :id AND state IN ('PLACED', 'RESERVED')
			""";

	private final JdbcClient jdbc;

	OrderRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void insert(Order order) {
		this.jdbc.sql(INSERT)
			.param("id", order.id())
			.param("customer", order.customer())
			.param("items", order.items().toArray(String[]::new))
			.param("amount", order.amount())
			.param("placedAt", order.placedAt().atOffset(ZoneOffset.UTC))
			.param("state", order.state().name())
			.param("workflowId", order.workflowId())
			.update();
	}

	Order get(UUID id) {
		return this.jdbc.sql(SELECT + "WHERE id = :id")
			.param("id", id)
			.query(OrderRepository::read)
			.optional()
			.orElseThrow(() -> new OrderNotFoundException(id));
	}

	/**
	 * Returns orders, newest first.
	 * @param after the last order of the page before, or {@code null} to begin
	 * @param limit at most so many
	 */
	List<Order> findAll(@Nullable Order after, int limit) {
		Instant time = (after != null) ? after.placedAt() : Instant.parse("9999-01-01T00:00:00Z");
		UUID id = (after != null) ? after.id() : new UUID(-1, -1);
		return this.jdbc
			.sql(SELECT + "WHERE (placed_at, id) < (:time, :id) ORDER BY placed_at DESC, id DESC LIMIT :limit")
			.param("time", time.atOffset(ZoneOffset.UTC))
			.param("id", id)
			.param("limit", limit)
			.query(OrderRepository::read)
			.list();
	}

	/**
	 * Changes the state of an order.
	 * @return whether it had the state {@code from}
	 */
	boolean changeState(UUID id, OrderState from, OrderState to) {
		return this.jdbc.sql(CHANGE_STATE)
			.param("id", id)
			.param("from", from.name())
			.param("to", to.name())
			.update() == 1;
	}

	/**
	 * Cancels an order whatever its state is, unless it is shipped.
	 */
	void cancel(UUID id) {
		this.jdbc.sql(CANCEL).param("id", id).update();
	}

	/**
	 * Cancels an order that is not paid.
	 * @return whether there is one
	 */
	boolean cancelUnpaid(UUID id) {
		return this.jdbc.sql(CANCEL_UNPAID).param("id", id).update() == 1;
	}

	private static Order read(ResultSet resultSet, int row) throws SQLException {
		return new Order(resultSet.getObject("id", UUID.class), resultSet.getString("customer"),
				List.of((String[]) resultSet.getArray("items").getArray()), resultSet.getBigDecimal("amount"),
				resultSet.getObject("placed_at", OffsetDateTime.class).toInstant(),
				OrderState.valueOf(resultSet.getString("state")), resultSet.getString("workflow_id"));
	}

}
