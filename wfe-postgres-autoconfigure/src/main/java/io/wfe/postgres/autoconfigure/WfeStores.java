package io.wfe.postgres.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreListener;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.core.support.StopAll;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The named stores of the application: those of {@code wfe.postgres.stores.<name>.*}, and
 * those that are registered while it runs, such as one for each tenant.
 *
 * <pre class="code">
 * stores.register("acme", WfeStoreOptions.schema("tenant_acme"));
 * stores.get("acme").countWorkflows();
 * stores.remove("acme");
 * </pre>
 *
 * Stores of properties are also beans of type {@link PostgresPersistenceProvider} with
 * their name as qualifier. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class WfeStores implements StoreRegistry, SmartLifecycle, DisposableBean {

	static final String BEAN_NAME = "wfeStores";

	static final String FACTORY_METHOD = "open";

	/** Below that of hosts. */
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 2048;

	private static final Logger logger = LoggerFactory.getLogger(WfeStores.class);

	private final NamedStoreFactory factory;

	private final StoreTables tables;

	private final Map<String, NamedStore> stores = new ConcurrentSkipListMap<>();

	private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();

	private volatile boolean running;

	WfeStores(NamedStoreFactory factory, StoreTables tables) {
		this.factory = factory;
		this.tables = tables;
	}

	/**
	 * Makes the store of a bean.
	 */
	PostgresPersistenceProvider open(String name) {
		return add(name, this.factory.properties(name), null, true);
	}

	/**
	 * Returns a store.
	 * @param name its name
	 * @return the store
	 * @throws IllegalArgumentException if there is none
	 */
	public PostgresPersistenceProvider get(String name) {
		return required(name).provider();
	}

	private NamedStore required(String name) {
		NamedStore store = this.stores.get(name);
		if (store == null) {
			throw new IllegalArgumentException("There is no workflow store '" + name + "'");
		}
		return store;
	}

	@Override
	public Map<String, PersistenceProvider> stores() {
		Map<String, PersistenceProvider> all = new TreeMap<>();
		this.stores.forEach((name, store) -> all.put(name, store.provider()));
		return all;
	}

	/**
	 * Registers a store while the application runs. When this returns, its tables are
	 * there, and the engine runs its workflows. Nothing of it is stored: register it
	 * again when the application has been started again.
	 * @param name the name, of at most 63 lower-case letters, digits and dashes
	 * @param options where its tables are
	 * @return the store
	 * @throws IllegalArgumentException if there is a store of that name
	 * @throws io.wfe.core.InvalidValueException if the name or an option is not valid
	 * @throws io.wfe.core.persistence.PersistenceException if the database cannot be used
	 */
	public PostgresPersistenceProvider register(String name, WfeStoreOptions options) {
		StoreNames.check(name, "name");
		return add(name, options.toProperties(this.factory.properties(name)), options.dataSource(), false);
	}

	private synchronized PostgresPersistenceProvider add(String name, WfePostgresProperties properties,
			@Nullable DataSource dataSource, boolean configured) {
		if (this.stores.containsKey(name)) {
			throw new IllegalArgumentException("There is a workflow store '" + name + "' already");
		}
		NamedStore store = this.factory.create(name, properties, dataSource, configured, this::check);
		this.stores.put(name, store);
		List<StoreListener> told = new ArrayList<>();
		try {
			for (StoreListener listener : this.listeners) {
				told.add(listener);
				listener.added(name, store.provider());
			}
			if (this.running) {
				store.start();
			}
		}
		catch (RuntimeException | Error ex) {
			close(store, told);
			throw ex;
		}
		logger.debug("The workflow store '{}' is registered", name);
		return store.provider();
	}

	private void check(String name, DataSource dataSource, WfePostgresProperties properties) {
		this.tables.check(name, dataSource, properties, this.stores.values());
	}

	/**
	 * Stops what works on a store, as its host, and closes its own pool. Its tables stay.
	 * Waits for steps that run, so do not call it in one.
	 * @param name the name of a store that was registered while the application ran
	 * @throws IllegalArgumentException if there is no such store
	 */
	public synchronized void remove(String name) {
		NamedStore store = required(name);
		if (store.configured()) {
			throw new IllegalArgumentException("The workflow store '" + name
					+ "' is configured by properties. Remove them, and start the application again");
		}
		close(store, this.listeners);
		logger.debug("The workflow store '{}' is removed", name);
	}

	private void close(NamedStore store, List<StoreListener> told) {
		for (int i = told.size() - 1; i >= 0; i--) {
			try {
				told.get(i).removed(store.name());
			}
			catch (RuntimeException ex) {
				logger.warn("Not all that worked on the workflow store '{}' has stopped", store.name(), ex);
			}
		}
		this.stores.remove(store.name());
		store.retention().stop();
		store.database().destroy();
	}

	@Override
	public synchronized void addListener(StoreListener listener) {
		this.listeners.add(listener);
		this.stores.forEach((name, store) -> listener.added(name, store.provider()));
	}

	@Override
	public synchronized void start() {
		this.running = true;
		this.stores.values().forEach(NamedStore::start);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Calls back as soon as all current batches of retentions are done.
	 */
	@Override
	public synchronized void stop(Runnable callback) {
		this.running = false;
		StopAll.stop(this.stores.values(), (store, stopped) -> store.retention().stop(stopped), callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Hosts, which depend on this bean, stop before it. Spring stops the beans that
	 * depend on one together with that, but waits only for those of its own phase.
	 */
	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public synchronized void destroy() {
		this.stores.values().forEach((store) -> store.database().destroy());
		this.stores.clear();
	}

}
