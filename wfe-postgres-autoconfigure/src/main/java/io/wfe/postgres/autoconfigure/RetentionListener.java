package io.wfe.postgres.autoconfigure;

/**
 * Is told what the retention has deleted.
 */
@FunctionalInterface
interface RetentionListener {

	/**
	 * Called after the transaction of a batch.
	 * @param what the property that it was deleted for, such as {@code errors}
	 * @param count how much was deleted, may be zero
	 */
	void deleted(String what, int count);

}
