package io.wfe.core.persistence;

import java.time.Instant;

/**
 * A host that is registered in the store.
 *
 * @param id the id
 * @param name a name for people to read
 * @param version the version of the engine
 * @param startedAt when it was registered
 * @param expiresAt when its lease ends
 * @since 0.1.0
 */
public record WorkflowHostInfo(String id, String name, String version, Instant startedAt, Instant expiresAt) {

}
