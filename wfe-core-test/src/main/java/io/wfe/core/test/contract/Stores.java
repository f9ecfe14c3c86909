package io.wfe.core.test.contract;

import io.wfe.core.persistence.PersistenceProvider;

/**
 * Where the tests get their stores from.
 */
interface Stores {

	PersistenceProvider provider();

	PersistenceProvider emptyStore();

}
