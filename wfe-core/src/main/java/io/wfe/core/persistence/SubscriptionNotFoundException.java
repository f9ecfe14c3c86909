package io.wfe.core.persistence;

import io.wfe.core.WfeException;

/**
 * There is no subscription with that id, or the given token does not hold it.
 *
 * @since 0.1.0
 */
public class SubscriptionNotFoundException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String id;

	/**
	 * Creates an exception.
	 * @param id the id that was asked for
	 */
	public SubscriptionNotFoundException(String id) {
		super("There is no subscription '" + id + "', or the given token does not hold it", null);
		this.id = id;
	}

	/**
	 * Returns the id that was asked for.
	 * @return the id that was asked for
	 */
	public String getId() {
		return this.id;
	}

}
