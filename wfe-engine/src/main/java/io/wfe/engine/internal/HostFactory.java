package io.wfe.engine.internal;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.WorkflowHost;

/**
 * The one way from the public API to its implementation.
 */
public final class HostFactory {

	private HostFactory() {
	}

	/**
	 * See {@link WorkflowHost#builder(PersistenceProvider)}.
	 * @param provider the store
	 * @return a new builder
	 */
	public static WorkflowHost.Builder builder(PersistenceProvider provider) {
		throw new UnsupportedOperationException("The host is not there yet: " + provider);
	}

}
