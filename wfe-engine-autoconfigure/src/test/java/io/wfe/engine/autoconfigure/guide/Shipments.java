package io.wfe.engine.autoconfigure.guide;

import io.wfe.engine.PendingActivity;
import io.wfe.engine.autoconfigure.ActivityWorker;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class Shipments {

	private final JdbcClient jdbc;

	Shipments(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@ActivityWorker("book-shipment")
	@Transactional
	public void book(Shipment shipment, PendingActivity activity) {
		this.jdbc.sql("INSERT INTO shipment (id) VALUES (?)").param(shipment.id()).update();
		activity.complete("booked");
	}

	/**
	 * What is to be shipped.
	 *
	 * @param id its id
	 */
	record Shipment(String id) {

	}

}
