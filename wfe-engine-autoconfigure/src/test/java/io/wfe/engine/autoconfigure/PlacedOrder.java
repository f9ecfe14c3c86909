package io.wfe.engine.autoconfigure;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A row of the application, as JPA writes it.
 */
@Entity
@Table(name = "placed_order")
class PlacedOrder {

	@Id
	private String id;

	@SuppressWarnings("NullAway.Init")
	protected PlacedOrder() {
	}

	PlacedOrder(String id) {
		this.id = id;
	}

	String id() {
		return this.id;
	}

}
