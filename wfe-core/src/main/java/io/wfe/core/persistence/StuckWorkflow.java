package io.wfe.core.persistence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An instance that somebody should look at.
 *
 * @param workflow the instance
 * @param since for {@link StuckReason#DUE}, since when it has been due; otherwise when it
 * was last written
 * @param hostId the id of the host that owns it, or {@code null}
 * @since 0.1.0
 */
public record StuckWorkflow(WorkflowSummary workflow, Instant since, @Nullable String hostId) {

}
