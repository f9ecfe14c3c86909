package io.wfe.core.persistence;

import java.time.Instant;
import java.util.Set;

/**
 * What a host learns when it renews its lease.
 *
 * @param alive whether the host still had its lease. If not, it owns nothing any more,
 * and others may run its instances
 * @param controlled the ids of its running instances that are no longer runnable, do not
 * exist, or belong to somebody else
 * @param expiredHosts how many dead hosts were removed. Their instances can be claimed
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
