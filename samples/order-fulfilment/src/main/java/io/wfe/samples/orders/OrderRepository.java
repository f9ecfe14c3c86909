package io.wfe.samples.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The application's own table.
 */
@Repository
class OrderRepository {

	private static final String INSERT = """
			INSERT INTO orders (id, customer, items, amount, placed_at, workflow_id)
			VALUES (:id, :customer, :items, :amount, :placedAt, :workflowId)
			""";

	private static final String SELECT = """
			SELECT id, customer, items, amount, placed_at, workflow_id
			FROM orders
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

	List<Order> findByWorkflowIds(Collection<String> workflowIds) {
		return this.jdbc.sql(SELECT + "WHERE workflow_id = ANY (:workflowIds)")
			.param("workflowIds", workflowIds.toArray(String[]::new))
			.query(OrderRepository::read)
			.list();
	}

	private static Order read(ResultSet resultSet, int row) throws SQLException {
		return new Order(resultSet.getObject("id", UUID.class), resultSet.getString("customer"),
				List.of((String[]) resultSet.getArray("items").getArray()), resultSet.getBigDecimal("amount"),
				resultSet.getObject("placed_at", OffsetDateTime.class).toInstant(), resultSet.getString("workflow_id"));
	}

}
