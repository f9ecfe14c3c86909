package io.wfe.engine.autoconfigure.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreListener;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * The gauges of the hosts of named stores, which come and go with their store.
 */
final class MetersOfHosts implements StoreListener, SmartInitializingSingleton {

	private final WorkflowHosts hosts;

	private final ObjectProvider<MeterRegistry> registries;

	private final Set<String> bound = ConcurrentHashMap.newKeySet();

	MetersOfHosts(WorkflowHosts hosts, StoreRegistry stores, ObjectProvider<MeterRegistry> registries) {
		this.hosts = hosts;
		this.registries = registries;
		stores.addListener(this);
	}

	/**
	 * Hosts of beans are made after their store.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.hosts.all().forEach(this::bind);
	}

	@Override
	public void added(String name, PersistenceProvider store) {
		WorkflowHost host = this.hosts.all().get(name);
		if (host != null) {
			bind(name, host);
		}
	}

	private void bind(String name, WorkflowHost host) {
		if (!name.equals(StoreRegistry.DEFAULT) && this.bound.add(name)) {
			this.registries.ifUnique(new HostMeters(host, name)::bindTo);
		}
	}

	@Override
	public void removed(String name) {
		if (this.bound.remove(name)) {
			this.registries.ifUnique((registry) -> registry.getMeters()
				.stream()
				.filter((meter) -> isOf(meter, name))
				.forEach(registry::remove));
		}
	}

	private static boolean isOf(Meter meter, String store) {
		return meter.getId().getName().startsWith("wfe.") && store.equals(meter.getId().getTag("store"));
	}

}
