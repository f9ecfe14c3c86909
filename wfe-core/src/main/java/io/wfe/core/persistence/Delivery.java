package io.wfe.core.persistence;

import java.util.List;

import io.wfe.core.model.WorkflowInstance;

/**
 * What one batch of deliveries has done.
 *
 * @param delivered how many pointers got an event
 * @param more whether there may be more to deliver now. Call again then
 * @param taken the instances that were taken for a host, with their pointers
 * @since 0.1.0
 */
public record Delivery(int delivered, boolean more, List<WorkflowInstance> taken) {

	/**
	 * Creates a delivery.
	 * @param delivered how many pointers got an event
	 * @param more whether there may be more to deliver now
	 * @param taken the instances that were taken for a host
	 */
	public Delivery {
		taken = List.copyOf(taken);
	}

	/**
	 * Creates a delivery that took no instance.
	 * @param delivered how many pointers got an event
	 * @param more whether there may be more to deliver now
	 */
	public Delivery(int delivered, boolean more) {
		this(delivered, more, List.of());
	}

}
