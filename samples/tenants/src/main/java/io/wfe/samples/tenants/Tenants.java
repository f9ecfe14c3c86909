package io.wfe.samples.tenants;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.postgres.autoconfigure.WfeStoreOptions;
import io.wfe.postgres.autoconfigure.WfeStores;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/**
 * The tenants, each with a store. The table {@code tenant} says who they are: nodes learn
 * from it at their start, and now and then what other nodes have changed.
 */
@Service
class Tenants {

	static final String STORE_PREFIX = "tenant-";

	private final JdbcClient jdbc;

	private final WfeStores stores;

	private final WorkflowHosts hosts;

	Tenants(JdbcClient jdbc, WfeStores stores, WorkflowHosts hosts) {
		this.jdbc = jdbc;
		this.stores = stores;
		this.hosts = hosts;
	}

	List<String> names() {
		return this.jdbc.sql("SELECT name FROM tenant ORDER BY name").query(String.class).list();
	}

	/**
	 * Adds a tenant. When this returns, its workflows run here.
	 * @return whether it is new
	 */
	boolean add(String name) {
		boolean added = this.jdbc.sql("INSERT INTO tenant (name) VALUES (?) ON CONFLICT DO NOTHING")
			.param(name)
			.update() == 1;
		followTable();
		return added;
	}

	/**
	 * Removes a tenant. Its schema stays, so it can be added again.
	 */
	boolean remove(String name) {
		boolean removed = this.jdbc.sql("DELETE FROM tenant WHERE name = ?").param(name).update() == 1;
		followTable();
		return removed;
	}

	/**
	 * Returns what runs the workflows of a tenant.
	 */
	WorkflowHost host(String name) {
		if (!this.stores.stores().containsKey(STORE_PREFIX + name)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no tenant " + name);
		}
		return this.hosts.get(STORE_PREFIX + name);
	}

	/**
	 * Lets the stores of this node be those of the table.
	 */
	@Scheduled(fixedDelayString = "${tenants.interval:5s}")
	synchronized void followTable() {
		Set<String> gone = new TreeSet<>(this.stores.stores().keySet());
		for (String name : names()) {
			if (!gone.remove(STORE_PREFIX + name)) {
				this.stores.register(STORE_PREFIX + name, WfeStoreOptions.schema("tenant_" + name));
			}
		}
		gone.forEach(this.stores::remove);
	}

}
