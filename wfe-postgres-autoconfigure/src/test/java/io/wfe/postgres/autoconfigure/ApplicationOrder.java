package io.wfe.postgres.autoconfigure;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A row of the application, by JPA.
 */
@Entity
@Table(name = "application_order")
class ApplicationOrder {

	@Id
	private String id;

	@SuppressWarnings("NullAway.Init")
	protected ApplicationOrder() {
	}

	ApplicationOrder(String id) {
		this.id = id;
	}

	String id() {
		return this.id;
	}

}
