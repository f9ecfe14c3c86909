package io.wfe.core.persistence;

import java.time.Instant;
import java.util.Set;

/**
 * What a host learns when it renews its lease.
 *
 * @param alive whether the host still had its lease. If not, it owns nothing any more:
 * others may run what it ran
 * @param controlled the ids of those instances that it has asked for and that are not
 * runnable any more, are gone, or belong to somebody else
 * @param expiredHosts how many other hosts were found dead and removed; their instances
 * can be claimed
 * @param time the time of the store
 * @since 0.1.0
 */
public record HostRenewal(boolean alive, Set<String> controlled, int expiredHosts, Instant time) {

	/**
	 * Copies the ids.
	 */
	public HostRenewal {
		controlled = Set.copyOf(controlled);
	}

}
