package io.wfe.core.persistence;

/**
 * What one batch of deliveries has done.
 *
 * @param delivered how many pointers got an event
 * @param more whether there may be more to deliver now. Call again then
 * @since 0.1.0
 */
public record Delivery(int delivered, boolean more) {

}
