package io.wfe.postgres.slice;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * What the shop sells. Only tests with JPA have a table for it.
 */
@Entity
class Article {

	@Id
	private String id;

	protected Article() {
	}

	Article(String id) {
		this.id = id;
	}

	String id() {
		return this.id;
	}

}
