package io.wfe.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The version of a row of {@code workflows}.
 *
 * @param xmin the transaction that wrote it
 * @param stamp its {@code last_heartbeat_at} in seconds, or {@code null} if the Rust
 * implementation has created it and nobody has written it since
 */
record Version(String xmin, @Nullable String stamp) {

}
