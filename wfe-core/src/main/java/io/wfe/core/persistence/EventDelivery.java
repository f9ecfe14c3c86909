package io.wfe.core.persistence;

import java.util.List;

/**
 * What a delivery of events has done.
 *
 * @param workflowIds the ids of the instances that got an event
 * @param more whether there may be more to deliver at once: call again
 * @since 0.1.0
 */
public record EventDelivery(List<String> workflowIds, boolean more) {

	/**
	 * Copies the ids.
	 */
	public EventDelivery {
		workflowIds = List.copyOf(workflowIds);
	}

}
