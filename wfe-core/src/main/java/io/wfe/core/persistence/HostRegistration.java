package io.wfe.core.persistence;

import java.time.Duration;

import io.wfe.core.InvalidValueException;

/**
 * A host that begins to run workflows.
 *
 * @param id the id, new with each start
 * @param name a name for people to read, such as that of the machine
 * @param version the version of the engine
 * @param lease how long the host lives without a sign of life; positive
 * @since 0.1.0
 */
public record HostRegistration(String id, String name, String version, Duration lease) {

	/**
	 * Checks the lease.
	 */
	public HostRegistration {
		if (lease.isNegative() || lease.isZero()) {
			throw new InvalidValueException("HostRegistration", id, "lease", "must be positive");
		}
	}

}
