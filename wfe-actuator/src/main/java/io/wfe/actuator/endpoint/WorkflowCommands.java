package io.wfe.actuator.endpoint;

import java.time.Instant;

import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the {@link WfeEndpoint} can do to workflows. Without a bean of this type it tells
 * the store, and hosts find out when they next look there. A host can do it at once.
 *
 * @since 0.1.0
 */
public interface WorkflowCommands {

	/**
	 * Suspends a runnable instance.
	 * @param id the id of the instance
	 * @return the instance as it is now
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it is not runnable
	 */
	WorkflowSummary suspend(String id);

	/**
	 * Resumes a suspended instance.
	 * @param id the id of the instance
	 * @return the instance as it is now
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it is not suspended
	 */
	WorkflowSummary resume(String id);

	/**
	 * Terminates a runnable or suspended instance.
	 * @param id the id of the instance
	 * @return the instance as it is now
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it has ended
	 * @throws io.wfe.core.persistence.ConcurrentUpdateException if others have changed it
	 * time after time
	 */
	WorkflowSummary terminate(String id);

	/**
	 * Resumes a suspended instance and gives its failed steps all their retries again.
	 * @param id the id of the instance
	 * @return the instance as it is now
	 * @throws io.wfe.core.persistence.WorkflowNotFoundException if there is none
	 * @throws io.wfe.core.persistence.WorkflowStateException if it is not suspended
	 */
	WorkflowSummary retryFailedSteps(String id);

	/**
	 * Publishes an event.
	 * @param eventName its name
	 * @param eventKey its key, may be blank
	 * @param data its data
	 * @param effectiveTime when it takes effect, or {@code null} for now
	 * @return its id
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	String publishEvent(String eventName, String eventKey, JsonNode data, @Nullable Instant effectiveTime);

}
