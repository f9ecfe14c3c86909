package io.wfe.core.persistence;

import java.time.Duration;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;

/**
 * An instance to be started.
 *
 * @param instance the instance. Its create time, next execution and revision are ignored
 * @param delay how long it waits before it is due, or zero
 * @param hostId the id of the host that will own it, or {@code null} for no host
 * @since 0.1.0
 */
public record NewWorkflow(WorkflowInstance instance, Duration delay, @Nullable String hostId) {

	/**
	 * Checks the delay.
	 */
	public NewWorkflow {
		if (delay.isNegative()) {
			throw new InvalidValueException("NewWorkflow", instance.id(), "delay", "must not be negative");
		}
	}

}
