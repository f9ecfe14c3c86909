package io.wfe.core.persistence;

import java.time.Instant;
import java.util.List;

/**
 * What a host learns when it renews its lease.
 *
 * @param alive whether the host was still registered and its lease is renewed; if not, it
 * has lost all its instances
 * @param storeTime the time of the store
 * @param controlled the ids of instances of the host that were suspended or terminated,
 * so that it can tell their running steps
 * @param freed how many instances of other hosts became free, because their leases ended
 * @since 0.1.0
 */
public record HostRenewal(boolean alive, Instant storeTime, List<String> controlled, int freed) {

	/**
	 * Copies the ids.
	 */
	public HostRenewal {
		controlled = List.copyOf(controlled);
	}

}
