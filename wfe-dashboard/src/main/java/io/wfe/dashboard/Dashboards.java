package io.wfe.dashboard;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHosts;
import org.jspecify.annotations.Nullable;

/**
 * The dashboards of all stores, which may come and go.
 */
final class Dashboards {

	private final @Nullable Dashboard ofDefault;

	private final @Nullable StoreRegistry registry;

	private final @Nullable WorkflowHosts hosts;

	private final Clock clock;

	private final Map<PersistenceProvider, Dashboard> named = new ConcurrentHashMap<>();

	/**
	 * Creates dashboards.
	 * @param ofDefault that of the default store, if there is one
	 * @param registry the named stores, if there may be some
	 * @param hosts their hosts, if there may be some
	 */
	Dashboards(@Nullable Dashboard ofDefault, @Nullable StoreRegistry registry, @Nullable WorkflowHosts hosts,
			Clock clock) {
		this.ofDefault = ofDefault;
		this.registry = registry;
		this.hosts = hosts;
		this.clock = clock;
	}

	/**
	 * Returns the names of all stores, the default one first.
	 */
	List<String> names() {
		List<String> names = new ArrayList<>();
		if (this.ofDefault != null) {
			names.add(StoreRegistry.DEFAULT);
		}
		names.addAll(stores().keySet());
		return names;
	}

	private Map<String, PersistenceProvider> stores() {
		return (this.registry != null) ? this.registry.stores() : Map.of();
	}

	/**
	 * Returns the dashboard of a store.
	 * @param store its name, or {@code null} for the default one
	 * @throws BadRequestException if there is no such store
	 */
	Dashboard get(@Nullable String store) {
		if (store == null) {
			if (this.ofDefault == null) {
				throw new BadRequestException("Choose a store: there is no default one", null);
			}
			return this.ofDefault;
		}
		Map<String, PersistenceProvider> stores = stores();
		this.named.keySet().retainAll(stores.values());
		PersistenceProvider provider = stores.get(store);
		if (provider == null) {
			throw new BadRequestException("There is no such store", null);
		}
		return this.named.computeIfAbsent(provider,
				(key) -> new Dashboard(key, (this.hosts != null) ? this.hosts.all().get(store) : null, this.clock));
	}

}
