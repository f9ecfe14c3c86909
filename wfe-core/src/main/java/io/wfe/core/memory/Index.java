package io.wfe.core.memory;

import org.jspecify.annotations.Nullable;

/**
 * Finds rows of a table by something else than their keys.
 *
 * @param <R> the type of the rows
 */
interface Index<R> {

	/**
	 * A row of the table has changed.
	 * @param before the row as it was, or {@code null} if it is new
	 * @param after the row as it is, or {@code null} if it is gone
	 */
	void changed(@Nullable R before, @Nullable R after);

}
