package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Builds what a pass has done.
 */
final class Pass {

	private final WorkflowInstance.Builder instance;

	private final List<ExecutionPointer> pointers;

	private final List<ExecutionPointer> changed = new ArrayList<>();

	private final List<ExecutionPointer> added = new ArrayList<>();

	private final List<EventSubscription> subscriptions = new ArrayList<>();

	private final Set<String> unsubscribed = new HashSet<>();

	private final List<ExecutionError> errors = new ArrayList<>();

	private final List<NewEvent> events = new ArrayList<>();

	private final List<NewWorkflow> children = new ArrayList<>();

	private boolean dataChanged;

	private Pass(WorkflowInstance instance) {
		this.instance = instance.toBuilder();
		this.pointers = new ArrayList<>(instance.executionPointers());
	}

	static Pass of(WorkflowInstance instance) {
		return new Pass(instance);
	}

	Pass status(WorkflowStatus status) {
		this.instance.status(status);
		return this;
	}

	Pass completeTime(Instant completeTime) {
		this.instance.completeTime(completeTime);
		return this;
	}

	Pass nextExecution(@Nullable Instant nextExecution) {
		this.instance.nextExecution(nextExecution);
		return this;
	}

	Pass data(JsonNode data) {
		this.instance.data(data);
		this.dataChanged = true;
		return this;
	}

	Pass change(ExecutionPointer pointer) {
		this.pointers.replaceAll((known) -> known.id().equals(pointer.id()) ? pointer : known);
		this.changed.add(pointer);
		return this;
	}

	Pass add(ExecutionPointer pointer) {
		this.pointers.add(pointer);
		this.added.add(pointer);
		return this;
	}

	Pass subscribe(EventSubscription subscription) {
		this.subscriptions.add(subscription);
		return this;
	}

	Pass unsubscribe(ExecutionPointer pointer) {
		this.unsubscribed.add(pointer.id());
		return this;
	}

	Pass error(ExecutionError error) {
		this.errors.add(error);
		return this;
	}

	Pass event(NewEvent event) {
		this.events.add(event);
		return this;
	}

	Pass child(NewWorkflow child) {
		this.children.add(child);
		return this;
	}

	/**
	 * Returns a pass after which the instance is still owned.
	 */
	PassWrite keep() {
		return write(false);
	}

	/**
	 * Returns a pass after which the instance belongs to nobody.
	 */
	PassWrite release() {
		return write(true);
	}

	private PassWrite write(boolean release) {
		return new PassWrite(this.instance.executionPointers(this.pointers).build(), this.dataChanged, this.changed,
				this.added, this.subscriptions, this.unsubscribed, this.errors, this.events, this.children, release);
	}

}
