package io.wfe.engine.random;

/**
 * Decides where something fails while a random workflow runs, and is told what has run.
 */
public interface Faults {

	/** Nothing fails. */
	Faults NONE = (place) -> {
	};

	/**
	 * Fails at random.
	 * @param place where: a body, a condition
	 * @throws IllegalStateException if that is to fail
	 */
	void at(String place);

	/**
	 * Tells that a body has run.
	 * @param idempotencyKey the key of its activation
	 */
	default void ran(String idempotencyKey) {
	}

}
