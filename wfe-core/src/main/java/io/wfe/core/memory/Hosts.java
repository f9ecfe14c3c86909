package io.wfe.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.HostRenewal;
import io.wfe.core.persistence.HostSummary;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the leases of hosts, and tells what belongs to them. An instance that names a
 * host without a lease belongs to nobody, so nothing has to be done when a host goes.
 */
final class Hosts {

	private final Tables tables;

	Hosts(Tables tables) {
		this.tables = tables;
	}

	Instant register(String hostId, String name, String version, Duration lease) {
		Inputs.standard()
			.stored("Host", hostId)
			.key("id", hostId)
			.indexed("id", hostId)
			.key("name", name)
			.key("version", version);
		return this.tables.call(() -> {
			Instant now = this.tables.now();
			this.tables.hosts.put(hostId, new HostSummary(hostId, name, version, now, Leases.end(now, lease)));
			return now;
		});
	}

	HostRenewal renew(String hostId, Duration lease, Collection<String> running) {
		List<String> ids = List.copyOf(running);
		return this.tables.call(() -> {
			Instant now = this.tables.now();
			Instant end = Leases.end(now, lease);
			HostSummary host = this.tables.hosts.get(hostId);
			boolean alive = isAlive(host, now);
			if (host != null && alive) {
				this.tables.hosts.put(hostId,
						new HostSummary(hostId, host.name(), host.version(), host.startedAt(), end));
			}
			return new HostRenewal(alive, controlled(hostId, ids), removeExpired(hostId, now), now);
		});
	}

	private Set<String> controlled(String hostId, List<String> ids) {
		return ids.stream().filter((id) -> {
			WorkflowRow row = this.tables.workflows.get(id);
			return row == null || row.status() != WorkflowStatus.RUNNABLE || !hostId.equals(row.hostId());
		}).collect(Collectors.toUnmodifiableSet());
	}

	private int removeExpired(String renewed, Instant now) {
		List<String> expired = this.tables.hostsByExpiry.upTo(now)
			.map(HostSummary::id)
			.filter((id) -> !id.equals(renewed))
			.toList();
		expired.forEach(this.tables.hosts::remove);
		return expired.size();
	}

	void release(String hostId) {
		this.tables.run(() -> {
			if (this.tables.hosts.contains(hostId)) {
				this.tables.hosts.remove(hostId);
			}
		});
	}

	List<HostSummary> find() {
		return this.tables.call(() -> {
			Instant now = this.tables.now();
			return this.tables.hostsByExpiry.oldestFirst()
				.filter((host) -> isAlive(host, now))
				.sorted(Comparator.comparing(HostSummary::name).thenComparing(HostSummary::id))
				.toList();
		});
	}

	/**
	 * Tells whether an instance belongs to a host. The caller has the lock.
	 */
	boolean isOwned(WorkflowRow row) {
		String hostId = row.hostId();
		return hostId != null && isAlive(this.tables.hosts.get(hostId), this.tables.now());
	}

	/**
	 * Tells whether an instance is there and belongs to this host. The caller has the
	 * lock.
	 */
	boolean owns(String hostId, @Nullable WorkflowRow row) {
		return row != null && hostId.equals(row.hostId()) && isOwned(row);
	}

	/**
	 * Tells whether a host has its lease. The caller has the lock.
	 */
	boolean isAlive(String hostId) {
		return isAlive(this.tables.hosts.get(hostId), this.tables.now());
	}

	private static boolean isAlive(@Nullable HostSummary host, Instant now) {
		return host != null && host.expiresAt().isAfter(now);
	}

}
