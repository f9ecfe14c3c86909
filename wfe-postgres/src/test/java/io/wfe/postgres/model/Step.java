package io.wfe.postgres.model;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a sequence. It depends on nothing but the store and what the caller
 * holds, so that a sequence without it still makes sense.
 *
 * @param description what it does, for a report
 * @param operation what it does
 */
record Step(String description, Operation operation) {

	/**
	 * Does something with a store.
	 */
	interface Operation {

		@Nullable Object apply(Side side);

	}

	@Override
	public String toString() {
		return this.description;
	}

}
