package io.wfe.engine.internal.executor;

import java.util.List;
import java.util.Set;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassWrite;

/**
 * What a pass has done: the instance as it is now, and how it differs from before.
 * <p>
 * Whoever writes it takes {@link #toWrite}, numbers the children's names before, and
 * calls the listeners with {@link #lifecycle} after the commit. The next execution of
 * {@link #instance} says what to do then:
 * <ul>
 * <li>not {@code null} and not after the present: run the next pass at once, or release
 * the instance, which is found by its due time;</li>
 * <li>later: release it until then;</li>
 * <li>{@code null}: it waits or has ended. Before a release of one that waits, look back
 * for events that came before the subscription.</li>
 * </ul>
 *
 * @param instance the instance after the pass, with the revision of before: status, data,
 * pointers, next execution and complete time are new
 * @param dataChanged whether the data differs from before
 * @param changed the pointers that were there and differ, each as it is now
 * @param added the new pointers in their order; they follow the others
 * @param subscriptions the new subscriptions, at most one of a pointer
 * @param unsubscribed the ids of pointers whose subscriptions of before end. A pointer
 * may be in here and have a new subscription: delete first, then insert
 * @param errors the failures, in order
 * @param events the events to publish: the end of a child, for its parent
 * @param children the instances to start, whose names are blank; their ids are final,
 * since their parents wait for them already
 * @param lifecycle what listeners are told after the commit, in order
 */
public record PassResult(WorkflowInstance instance, boolean dataChanged, List<ExecutionPointer> changed,
		List<ExecutionPointer> added, List<EventSubscription> subscriptions, Set<String> unsubscribed,
		List<ExecutionError> errors, List<NewEvent> events, List<WorkflowInstance> children,
		List<Lifecycle> lifecycle) {

	/**
	 * Copies the collections.
	 */
	public PassResult {
		changed = List.copyOf(changed);
		added = List.copyOf(added);
		subscriptions = List.copyOf(subscriptions);
		unsubscribed = Set.copyOf(unsubscribed);
		errors = List.copyOf(errors);
		events = List.copyOf(events);
		children = List.copyOf(children);
		lifecycle = List.copyOf(lifecycle);
	}

	/**
	 * Tells whether a step has failed. A transaction in which the pass ran with a body of
	 * the application is rolled back then; the result is written outside of it.
	 * @return whether there was a failure
	 */
	public boolean hasFailed() {
		return !this.errors.isEmpty()
				&& this.lifecycle.stream().anyMatch((event) -> event instanceof Lifecycle.StepFailed);
	}

	/**
	 * Tells whether the pass has completed or terminated the instance.
	 * @return whether it has ended
	 */
	public boolean hasEnded() {
		return this.instance.status() == WorkflowStatus.COMPLETE || this.instance.status() == WorkflowStatus.TERMINATED;
	}

	/**
	 * Tells whether the instance waits for an event.
	 * @return whether one of its pointers does
	 */
	public boolean isWaiting() {
		List<ExecutionPointer> pointers = this.instance.executionPointers();
		// From the end, where those are that are open as a rule
		for (int position = pointers.size() - 1; position >= 0; position--) {
			if (Pointers.isWaiting(pointers.get(position))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns what to write.
	 * @param workflows the children as they are to be started, with their names
	 * @param release whether the instance belongs to nobody afterwards
	 * @return what to write
	 */
	public PassWrite toWrite(List<NewWorkflow> workflows, boolean release) {
		return new PassWrite(this.instance, this.dataChanged, this.changed, this.added, this.subscriptions,
				this.unsubscribed, this.errors, this.events, workflows, release);
	}

}
