package io.wfe.core.persistence;

import java.util.List;
import java.util.Set;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;

/**
 * The result of one pass for one instance. It costs as much as has changed, however large
 * the instance is.
 *
 * @param instance the instance as it is after the pass, with the revision it had before
 * @param dataChanged whether the data was changed
 * @param changed the existing pointers that have changed
 * @param added the new pointers, which follow the others
 * @param subscriptions the new subscriptions
 * @param unsubscribed the ids of pointers whose subscriptions end
 * @param errors the errors to add
 * @param events the events to publish
 * @param children the instances to start
 * @param release whether to release the instance
 * @since 0.1.0
 */
public record PassWrite(WorkflowInstance instance, boolean dataChanged, List<ExecutionPointer> changed,
		List<ExecutionPointer> added, List<EventSubscription> subscriptions, Set<String> unsubscribed,
		List<ExecutionError> errors, List<NewEvent> events, List<NewWorkflow> children, boolean release) {

	/**
	 * Copies the collections.
	 */
	public PassWrite {
		changed = List.copyOf(changed);
		added = List.copyOf(added);
		subscriptions = List.copyOf(subscriptions);
		unsubscribed = Set.copyOf(unsubscribed);
		errors = List.copyOf(errors);
		events = List.copyOf(events);
		children = List.copyOf(children);
	}

}
