package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.HostRenewal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host among the others on its store: its id, and the lease that it renews. A host
 * that has lost its lease has lost its instances, and goes on under a new id.
 */
final class Membership {

	private static final Logger logger = LoggerFactory.getLogger(Membership.class);

	private final ExecutionRepository store;

	private final StoreClock clock;

	private final String name;

	private final Duration lease;

	private volatile String id;

	private volatile long leaseEnd = System.nanoTime();

	private volatile @Nullable Instant renewedAt;

	Membership(ExecutionRepository store, StoreClock clock, String name, Duration lease) {
		this.store = store;
		this.clock = clock;
		this.name = name;
		this.lease = lease;
		this.id = newId();
	}

	private String newId() {
		return this.name + "-" + UUID.randomUUID();
	}

	String id() {
		return this.id;
	}

	void join() {
		String next = newId();
		long end = System.nanoTime() + this.lease.toNanos();
		this.clock.ask(() -> this.store.registerHost(next, this.name, version(), this.lease), (time) -> time);
		this.leaseEnd = end;
		this.id = next;
		this.renewedAt = this.clock.local();
	}

	/**
	 * Tells whether this host surely has its lease under an id. The store may also have
	 * renewed it, and the answer was lost.
	 */
	boolean holdsLease(String hostId) {
		return this.leaseEnd - System.nanoTime() > 0 && this.id.equals(hostId);
	}

	/**
	 * Asks the store for its time. A host without a lease sends its commands with that
	 * time.
	 */
	void learnTime() {
		this.clock.ask(() -> this.store.renewHost(this.id, this.lease, List.of()), HostRenewal::time);
	}

	/**
	 * Renews the lease.
	 * @param running the instances that run
	 * @return the instances that run and are to end; whether others have died
	 */
	boolean renew(RunningInstances running) {
		long end = System.nanoTime() + this.lease.toNanos();
		HostRenewal renewal = this.clock.ask(() -> this.store.renewHost(this.id, this.lease, running.ids()),
				HostRenewal::time);
		if (!renewal.alive()) {
			String lost = this.id;
			this.leaseEnd = System.nanoTime();
			// First, because under its new id this host may take the same instances
			running.cancelAllOf(lost);
			join();
			logger.warn("Host {} could not renew its lease in time. Others may run its instances. "
					+ "It drops its work and continues as {}", lost, this.id);
			return true;
		}
		this.leaseEnd = end;
		this.renewedAt = this.clock.local();
		renewal.controlled().forEach(running::controlled);
		return renewal.expiredHosts() > 0;
	}

	/**
	 * Returns when the lease was last renewed, by the clock of the host.
	 */
	@Nullable Instant renewedAt() {
		return this.renewedAt;
	}

	void leave() {
		this.renewedAt = null;
		this.store.releaseHost(this.id);
	}

	private static String version() {
		return Objects.requireNonNullElse(Membership.class.getPackage().getImplementationVersion(), "unknown");
	}

}
