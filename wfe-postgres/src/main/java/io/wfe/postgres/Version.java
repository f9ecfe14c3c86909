package io.wfe.postgres;

import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/**
 * The version of a row of {@code workflows}.
 *
 * @param xmin the transaction that wrote it
 * @param stamp its {@code last_heartbeat_at}, or {@code null} if the Rust implementation
 * has created it and nobody has written it since
 */
record Version(String xmin, @Nullable OffsetDateTime stamp) {

}
