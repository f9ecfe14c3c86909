package io.wfe.actuator.endpoint;

import java.time.Instant;
import java.util.List;

import io.wfe.core.persistence.HostSummary;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The hosts that run workflows of the store, on all nodes.
 *
 * @param hosts the hosts that have a lease
 * @since 0.1.0
 */
public record HostsDescriptor(List<HostDescriptor> hosts) implements OperationResponseBody {

	static HostsDescriptor of(List<HostSummary> hosts) {
		return new HostsDescriptor(hosts.stream().map(HostDescriptor::of).toList());
	}

	/**
	 * A host.
	 *
	 * @param id its id
	 * @param name its name
	 * @param version the version of its engine
	 * @param startedAt when it was registered
	 * @param expiresAt when its lease expires, unless it is renewed
	 */
	public record HostDescriptor(String id, String name, String version, Instant startedAt, Instant expiresAt) {

		static HostDescriptor of(HostSummary host) {
			return new HostDescriptor(host.id(), host.name(), host.version(), host.startedAt(), host.expiresAt());
		}

	}

}
