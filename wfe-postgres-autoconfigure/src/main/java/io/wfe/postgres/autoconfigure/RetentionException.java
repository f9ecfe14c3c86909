package io.wfe.postgres.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.wfe.core.WfeException;

/**
 * The retention could not delete all that it was to delete.
 */
final class RetentionException extends WfeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param failures what could not be deleted, and why; at least one
	 * @param interval the time until it is tried again
	 * @param store the start of the properties of the store
	 */
	RetentionException(Map<String, Throwable> failures, Duration interval, String store) {
		super("The retention could not delete from the workflow store" + StoreProviders.named(store) + ": "
				+ String.join(", ", failures.keySet()) + ". It tries again about every " + interval
				+ ". Check that the database answers, and that the user of "
				+ "the store may SELECT, UPDATE and DELETE in its tables; or unset " + store + ".retention."
				+ failures.keySet().iterator().next(), failures.values().iterator().next());
	}

}
