package io.wfe.postgres;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import io.wfe.core.model.WorkflowStatus;

/**
 * About how many rows a store holds. Numbers of at most {@value #MAX_EXACT} are exact.
 * Larger ones are what the planner of PostgreSQL believes, as of when the table was last
 * analyzed, by autovacuum or by hand, but never less than {@value #MAX_EXACT}.
 *
 * @param workflows the number of workflow instances of each status, all of which are
 * there
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
