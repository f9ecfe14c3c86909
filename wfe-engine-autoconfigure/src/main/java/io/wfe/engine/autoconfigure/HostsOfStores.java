package io.wfe.engine.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreListener;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.core.support.StopAll;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * The hosts of all named stores: makes them, registers the workflows that run there, and
 * starts and stops them with the application, or with their store.
 */
final class HostsOfStores implements WorkflowHosts, StoreListener, SmartInitializingSingleton, SmartLifecycle {

	static final String BEAN_NAME = "wfeHostsOfStores";

	static final String FACTORY_METHOD = "open";

	private final HostBuilders builders;

	private final WorkflowPlacement placement;

	private final StoreRegistry registry;

	private final Environment environment;

	private final ConfigurableListableBeanFactory beans;

	private final ObjectProvider<WorkflowHost> ofDefault;

	private final ObjectProvider<Map<String, Workflow<?>>> workflows;

	private final Map<String, RegisteredHost> entries = new ConcurrentSkipListMap<>();

	private volatile boolean running;

	HostsOfStores(HostBuilders builders, WorkflowPlacement placement, StoreRegistry registry, Environment environment,
			ConfigurableListableBeanFactory beans, ObjectProvider<WorkflowHost> ofDefault,
			ObjectProvider<Map<String, Workflow<?>>> workflows) {
		this.builders = builders;
		this.placement = placement;
		this.registry = registry;
		this.environment = environment;
		this.beans = beans;
		this.ofDefault = ofDefault;
		this.workflows = workflows;
		registry.addListener(this);
	}

	static String beanName(String store) {
		return store + "WorkflowHost";
	}

	/**
	 * Makes the host of a bean.
	 */
	WorkflowHost open(String store) {
		PersistenceProvider provider = this.registry.stores().get(store);
		if (provider == null) {
			throw new IllegalStateException("There is no workflow store '" + store + "'");
		}
		return entry(store, provider).host();
	}

	private RegisteredHost entry(String store, PersistenceProvider provider) {
		WorkflowHost host = this.builders.create(provider, store).build();
		WorkflowRegistrar registrar = new WorkflowRegistrar(host, this.workflows, this.placement, store);
		RegisteredHost entry = new RegisteredHost(host, registrar,
				new HostStart(StoreProperties.isLazy(this.environment, store)));
		this.entries.put(store, entry);
		return entry;
	}

	@Override
	public void added(String name, PersistenceProvider store) {
		if (this.beans.containsBean(beanName(name))) {
			return;
		}
		RegisteredHost entry = entry(name, store);
		if (this.running) {
			entry.start();
		}
	}

	@Override
	public void removed(String name) {
		RegisteredHost entry = this.entries.remove(name);
		if (entry != null) {
			entry.stop();
		}
	}

	@Override
	public Map<String, WorkflowHost> all() {
		Map<String, WorkflowHost> all = new TreeMap<>();
		this.ofDefault.ifUnique((host) -> all.put(StoreRegistry.DEFAULT, host));
		this.entries.forEach((name, entry) -> all.put(name, entry.host()));
		return all;
	}

	@Override
	public WorkflowHost get(String store) {
		RegisteredHost entry = this.entries.get(store);
		WorkflowHost host = (entry != null) ? entry.host() : all().get(store);
		if (host == null) {
			throw new IllegalArgumentException("There is no workflow host for a store '" + store + "'");
		}
		return host;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.placement.check(this.workflows.getIfAvailable(Map::of), this.ofDefault.getIfUnique() != null);
		this.entries.values().forEach((entry) -> entry.registrar().register());
	}

	@Override
	public void start() {
		this.running = true;
		this.entries.values().forEach(RegisteredHost::start);
	}

	@Override
	public void stop() {
		CountDownLatch stopped = new CountDownLatch(1);
		stop(stopped::countDown);
		try {
			stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		StopAll.stop(this.entries.values(), RegisteredHost::stop, callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return WorkflowHostLifecycle.PHASE;
	}

}
