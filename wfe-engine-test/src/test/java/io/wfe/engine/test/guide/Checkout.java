package io.wfe.engine.test.guide;

import io.wfe.engine.WorkflowHost;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Checkout {

	private final JdbcClient jdbc;

	private final WorkflowHost host;

	Checkout(JdbcClient jdbc, WorkflowHost host) {
		this.jdbc = jdbc;
		this.host = host;
	}

	@Transactional
	public String place(Order order) {
		this.jdbc.sql("INSERT INTO orders (id) VALUES (?)").param(order.id()).update();
		return this.host.startWorkflow("fulfilment", order);
	}

}
