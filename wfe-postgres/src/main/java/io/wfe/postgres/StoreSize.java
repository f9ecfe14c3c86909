package io.wfe.postgres;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import io.wfe.core.model.WorkflowStatus;

/**
 * The approximate number of rows in a store. Numbers up to {@value #MAX_EXACT} are exact.
 * Larger ones are estimates of PostgreSQL's planner since the last analyze of the table,
 * and never less than {@value #MAX_EXACT}.
 *
 * @param workflows the number of workflow instances of each status. It has all statuses
 * @param unprocessedEvents the number of events that are not processed, due or not
 * @param pendingCommands the number of scheduled commands, due or not
 * @since 0.1.0
 * @see PostgresPersistenceProvider#estimateSize()
 */
public record StoreSize(Map<WorkflowStatus, Long> workflows, long unprocessedEvents, long pendingCommands) {

	/**
	 * The largest number that is counted rather than estimated.
	 */
	public static final int MAX_EXACT = 10_000;

	/**
	 * Copies the map.
	 */
	public StoreSize {
		Map<WorkflowStatus, Long> copy = new EnumMap<>(WorkflowStatus.class);
		for (WorkflowStatus status : WorkflowStatus.values()) {
			copy.put(status, workflows.getOrDefault(status, 0L));
		}
		workflows = Collections.unmodifiableMap(copy);
	}

}
