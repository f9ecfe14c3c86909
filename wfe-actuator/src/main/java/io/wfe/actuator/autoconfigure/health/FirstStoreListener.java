package io.wfe.actuator.autoconfigure.health;

import io.wfe.actuator.health.StoresHealth;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Publishes the health of all stores in place of that of the only one, as soon as there
 * is a second one.
 */
final class FirstStoreListener implements StoreListener {

	private static final String NAME = "wfe";

	private final ObjectProvider<HealthContributorRegistry> published;

	private final StoresHealth health;

	private boolean done;

	FirstStoreListener(ObjectProvider<HealthContributorRegistry> published, StoresHealth health) {
		this.published = published;
		this.health = health;
	}

	@Override
	public synchronized void added(String name, PersistenceProvider store) {
		HealthContributorRegistry registry = this.published.getIfAvailable();
		if (!this.done && registry != null && registry.unregisterContributor(NAME) != null) {
			registry.registerContributor(NAME, this.health);
			this.done = true;
		}
	}

	@Override
	public void removed(String name) {
		// Its component is gone
	}

}
