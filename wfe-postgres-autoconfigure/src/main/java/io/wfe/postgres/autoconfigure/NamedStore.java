package io.wfe.postgres.autoconfigure;

import io.wfe.postgres.PostgresPersistenceProvider;

/**
 * A store that has a name, with what belongs to it.
 *
 * @param name its name
 * @param properties its properties
 * @param database where it gets its connections
 * @param provider the store
 * @param retention deletes what is too old
 * @param configured whether it is configured by properties, so that it has a bean
 */
record NamedStore(String name, WfePostgresProperties properties, WfeDatabase database,
		PostgresPersistenceProvider provider, WfeRetention retention, boolean configured) {

	void start() {
		if (this.retention.isAutoStartup()) {
			this.retention.start();
		}
	}

	/**
	 * Describes it without its properties.
	 */
	@Override
	public String toString() {
		return "NamedStore[name=" + this.name + "]";
	}

}
