package io.wfe.core.persistence;

/**
 * Is told which named stores an application has, see {@link StoreRegistry}.
 *
 * @since 0.1.0
 */
public interface StoreListener {

	/**
	 * A store can be used from now on. What this throws undoes the registration of a
	 * store.
	 * @param name the name of the store
	 * @param store the store
	 */
	void added(String name, PersistenceProvider store);

	/**
	 * A store is about to be closed. It can still be used until this returns.
	 * @param name the name of the store
	 */
	void removed(String name);

}
