package io.wfe.postgres.model;

import java.util.function.Predicate;

import io.wfe.core.persistence.PersistenceProvider;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a sequence. It depends on nothing but the store and what the caller
 * holds, so that a sequence without it still makes sense.
 *
 * @param description what it does, for a report
 * @param operation what it does
 * @param decided tells of a store whether the contract says what the operation does to
 * it; if not, it is left out
 */
record Step(String description, Operation operation, Predicate<PersistenceProvider> decided) {

	Step(String description, Operation operation) {
		this(description, operation, (store) -> true);
	}

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
