package io.wfe.core.model;

/**
 * An opaque mark of the version of a stored workflow instance, set by the store that read
 * or wrote the instance. Persisting an instance whose revision is out of date fails with
 * a {@link io.wfe.core.persistence.ConcurrentUpdateException}.
 * <p>
 * A revision is only valid in the store it came from and does not outlive the process:
 * drop it with {@code toBuilder().revision(null)} before an instance is sent elsewhere.
 * Implemented by stores, not by applications.
 *
 * @since 0.1.0
 */
public interface Revision {

}
