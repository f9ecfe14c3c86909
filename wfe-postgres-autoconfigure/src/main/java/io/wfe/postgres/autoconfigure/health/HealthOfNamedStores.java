package io.wfe.postgres.autoconfigure.health;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.wfe.actuator.health.NamedStoreHealth;
import io.wfe.actuator.health.WfeHealthContribution;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreListener;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.NamedStoreProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;

/**
 * Knows the health of each named store. Each is asked by a thread of its own, so that one
 * that does not answer holds up no other.
 */
final class HealthOfNamedStores implements NamedStoreHealth, StoreListener, DisposableBean {

	private final Environment environment;

	private final Clock clock;

	private final Map<String, StoreHealth> all = new ConcurrentHashMap<>();

	HealthOfNamedStores(StoreRegistry stores, Environment environment, Clock clock) {
		this.environment = environment;
		this.clock = clock;
		stores.addListener(this);
	}

	@Override
	public void added(String name, PersistenceProvider store) {
		if (store instanceof PostgresPersistenceProvider provider) {
			this.all.put(name, new StoreHealth(provider, properties(name), this.clock, "wfe.postgres.stores." + name));
		}
	}

	private WfePostgresHealthProperties properties(String name) {
		return NamedStoreProperties.bind(this.environment, name, ".health", WfePostgresHealthProperties.class);
	}

	@Override
	public void removed(String name) {
		StoreHealth health = this.all.remove(name);
		if (health != null) {
			health.destroy();
		}
	}

	@Override
	public @Nullable WfeHealthContribution of(String store) {
		return this.all.get(store);
	}

	@Override
	public void destroy() {
		this.all.values().forEach(StoreHealth::destroy);
	}

}
