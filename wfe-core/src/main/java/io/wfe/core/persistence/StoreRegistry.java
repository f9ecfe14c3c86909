package io.wfe.core.persistence;

import java.util.Map;

/**
 * The named stores of an application: those that it has beside, or instead of, its
 * default one.
 *
 * @since 0.1.0
 */
public interface StoreRegistry {

	/**
	 * The name by which pages, metrics and health call the store that has none.
	 */
	String DEFAULT = "default";

	/**
	 * Returns the stores that are there at the moment.
	 * @return a copy, by name
	 */
	Map<String, PersistenceProvider> stores();

	/**
	 * Adds a listener. It is told at once of the stores that are there. Listeners are
	 * told of new stores in the order in which they were added, and of the end of stores
	 * in the opposite order.
	 * @param listener the listener
	 */
	void addListener(StoreListener listener);

}
