package io.wfe.core.persistence;

import io.wfe.core.WfeException;

/**
 * There is no event with that id.
 *
 * @since 0.1.0
 */
public class EventNotFoundException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String id;

	/**
	 * Creates an exception.
	 * @param id the id that was asked for
	 */
	public EventNotFoundException(String id) {
		super("There is no event '" + id + "'", null);
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
