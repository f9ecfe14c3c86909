package io.wfe.core.persistence;

import java.time.Instant;

/**
 * A host whose lease has not expired.
 *
 * @param id its id
 * @param name its name
 * @param version the version of its engine
 * @param startedAt when it was registered
 * @param expiresAt when its lease expires
 * @since 0.1.0
 */
public record HostSummary(String id, String name, String version, Instant startedAt, Instant expiresAt) {

}
