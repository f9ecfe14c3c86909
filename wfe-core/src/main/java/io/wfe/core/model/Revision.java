package io.wfe.core.model;

/**
 * An opaque mark of the version of a stored workflow instance, set by the store that read
 * or wrote the instance. Persisting an instance whose revision is out of date fails with
 * a {@link io.wfe.core.persistence.ConcurrentUpdateException}.
 * <p>
 * A revision is valid only in its store, and does not outlive the process. Drop it with
 * {@code toBuilder().revision(null)} before you send an instance elsewhere. Stores
 * implement this, not applications.
 *
 * @since 0.1.0
 */
public interface Revision {

}
