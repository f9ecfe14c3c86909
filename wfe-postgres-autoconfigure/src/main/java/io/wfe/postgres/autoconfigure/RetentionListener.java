package io.wfe.postgres.autoconfigure;

/**
 * Is told what the retention has deleted, and what it could not delete.
 */
@FunctionalInterface
interface RetentionListener {

	/**
	 * Called after the transaction of a batch.
	 * @param store the name of the store
	 * @param what the property that it was deleted for, such as {@code errors}
	 * @param count how much was deleted, may be zero
	 */
	void deleted(String store, String what, int count);

	/**
	 * Called after the transaction of a batch of workflows.
	 * @param store the name of the store
	 * @param what the property that they were to be deleted for
	 * @param count how many were left because a foreign key of the application refers to
	 * them, may be zero
	 */
	default void skipped(String store, String what, int count) {
	}

}
