package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.EngineEvents;
import io.wfe.engine.internal.definition.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a pass has done so far.
 *
 * @param <D> the type of the workflow's data
 */
final class PassState<D> {

	private final PassServices services;

	private final WorkflowInstance instance;

	private final Definition<D> definition;

	private final Instant now;

	private final Pointers pointers;

	private final @Nullable PassMemory memory;

	private WorkflowStatus status;

	private JsonNode data;

	private boolean dataChanged;

	private final Map<String, EventSubscription> subscriptions = new LinkedHashMap<>();

	private final Set<String> unsubscribed = new LinkedHashSet<>();

	private final List<ExecutionError> errors = new ArrayList<>();

	private final List<NewEvent> events = new ArrayList<>();

	private final List<WorkflowInstance> children = new ArrayList<>();

	private final List<Lifecycle> lifecycle = new ArrayList<>();

	PassState(PassServices services, WorkflowInstance instance, Definition<D> definition, Instant now,
			@Nullable PassMemory memory) {
		this.services = services;
		this.instance = instance;
		this.definition = definition;
		this.now = now;
		this.pointers = new Pointers(instance.executionPointers(), memory);
		this.memory = memory;
		this.status = instance.status();
		this.data = SharedJson.data(instance);
	}

	PassServices services() {
		return this.services;
	}

	WorkflowInstance instance() {
		return this.instance;
	}

	Definition<D> definition() {
		return this.definition;
	}

	Instant now() {
		return this.now;
	}

	/**
	 * Returns when a step ends that ends in this pass: behind all that have ended before,
	 * since what is compensated first depends on it. The clocks of two hosts differ, and
	 * that of one may go back.
	 */
	Instant endTime() {
		Instant last = this.pointers.lastEnd();
		return (last == null || last.isBefore(this.now)) ? this.now : last.plus(1, ChronoUnit.MICROS);
	}

	/**
	 * What ends from here on ends behind all that has ended so far.
	 */
	void nextRound() {
		this.pointers.nextRound();
	}

	/**
	 * Tells whether nothing but pointers and data is to be stored so far.
	 */
	boolean isPlain() {
		return this.subscriptions.isEmpty() && this.errors.isEmpty() && this.events.isEmpty()
				&& this.children.isEmpty();
	}

	Pointers pointers() {
		return this.pointers;
	}

	@Nullable Step<D> stepOf(ExecutionPointer pointer) {
		return this.definition.step(pointer.stepId());
	}

	JsonNode data() {
		return this.data;
	}

	void data(JsonNode data) {
		this.data = data;
		this.dataChanged = true;
	}

	boolean isRunnable() {
		return this.status == WorkflowStatus.RUNNABLE;
	}

	void tell(Lifecycle event) {
		this.lifecycle.add(event);
	}

	void error(ExecutionPointer pointer, Throwable failure) {
		error(pointer, messageOf(failure));
	}

	void error(ExecutionPointer pointer, String message) {
		this.errors.add(new ExecutionError(this.now, this.instance.id(), pointer.id(), message));
	}

	private static String messageOf(Throwable failure) {
		String message;
		try {
			message = failure.getMessage();
		}
		catch (RuntimeException | StackOverflowError ex) {
			// It is the application's, and may be broken itself
			message = null;
		}
		// A store takes no NUL
		return (message != null && !message.isBlank()) ? message.replace('\0', ' ')
				: failure.getClass().getSimpleName();
	}

	void subscribe(EventSubscription subscription) {
		this.subscriptions.put(subscription.executionPointerId(), subscription);
	}

	/**
	 * Ends the subscription of a pointer, be it new in this pass or stored.
	 */
	void unsubscribe(String pointerId) {
		if (this.subscriptions.remove(pointerId) == null) {
			this.unsubscribed.add(pointerId);
		}
	}

	void start(WorkflowInstance child) {
		this.children.add(child);
	}

	/**
	 * Ends a pointer from outside.
	 */
	void close(int position, PointerStatus status) {
		ExecutionPointer pointer = this.pointers.get(position);
		if (pointer.status() == PointerStatus.WAITING_FOR_EVENT && !pointer.eventPublished()) {
			unsubscribe(pointer.id());
		}
		this.pointers.replace(position,
				pointer.toBuilder().active(false).status(status).endTime(endTime()).sleepUntil(null).build());
	}

	/**
	 * Lets go on what waits for the end of a pointer.
	 */
	void releaseBehind(String pointerId) {
		for (int position : this.pointers.pendingBehind(pointerId)) {
			ExecutionPointer pointer = this.pointers.get(position);
			if (pointer.endTime() == null && pointer.status() == PointerStatus.PENDING_PREDECESSOR) {
				this.pointers.replace(position, pointer.toBuilder().active(true).status(PointerStatus.PENDING).build());
			}
		}
	}

	void suspend() {
		this.status = WorkflowStatus.SUSPENDED;
		tell(new Lifecycle.Suspended());
	}

	/**
	 * Ends the instance: whatever is open is cancelled, and the parent learns of it.
	 */
	void end(WorkflowStatus status) {
		this.pointers.open().forEach((position) -> close(position, PointerStatus.CANCELLED));
		this.status = status;
		if (this.instance.rootWorkflowId() != null) {
			this.events.add(new NewEvent(this.services.ids().get(), EngineEvents.WORKFLOW_COMPLETED, this.instance.id(),
					EngineEvents.workflowResult(status.storedName(), this.data.deepCopy()), null));
		}
		tell((status == WorkflowStatus.COMPLETE) ? new Lifecycle.Completed() : new Lifecycle.Terminated());
	}

	/**
	 * Returns the result of a pass that does nothing, because the instance is not
	 * runnable.
	 */
	PassResult unchanged() {
		return new PassResult(this.instance, false, List.of(), List.of(), List.of(), Set.of(), List.of(), List.of(),
				List.of(), List.of());
	}

	PassResult result() {
		Instant next = isFinal() ? null : NextExecution.of(this.pointers, this.definition);
		if (isRunnable() && next == null) {
			if (!this.pointers.hasOpen()) {
				end(WorkflowStatus.COMPLETE);
			}
			else {
				reportStuck();
			}
		}
		limitPointers();
		dropOldSubscriptions();
		List<ExecutionPointer> all = this.pointers.all();
		if (this.memory != null) {
			this.pointers.keep(this.memory, all);
		}
		WorkflowInstance.Builder after = this.instance.toBuilder()
			.status(this.status)
			.executionPointers(all)
			.nextExecution(next);
		if (this.dataChanged) {
			after.data(this.data);
		}
		if (isFinal() && this.instance.completeTime() == null) {
			Instant last = this.pointers.lastEnd();
			after.completeTime((last != null && last.isAfter(this.now)) ? last : this.now);
		}
		return new PassResult(after.build(), this.dataChanged, this.pointers.changed(), this.pointers.added(),
				List.copyOf(this.subscriptions.values()), this.unsubscribed, this.errors, this.events, this.children,
				this.lifecycle);
	}

	/**
	 * A loop without end would fill the store, and be slower with each round. Nothing is
	 * lost: the instance goes on when it is resumed, by one round if the limit is as
	 * before.
	 */
	private void limitPointers() {
		int most = this.services.maxPointers();
		if (!isRunnable() || this.pointers.size() <= most || this.pointers.added().isEmpty()) {
			return;
		}
		int position = this.pointers.lastPending();
		ExecutionPointer pointer = this.pointers.get((position >= 0) ? position : this.pointers.size() - 1);
		error(pointer,
				"The instance is suspended before step '" + pointer.stepName() + "': it has " + this.pointers.size()
						+ " pointers, one for each time that a step was begun, and may have " + most
						+ ". Look for a loop that does not end, and terminate the instance. If there is none, raise "
						+ "maxPointers (wfe.engine.max-pointers) and resume the instance.");
		if (position >= 0) {
			// As a failed step, which whoever looks for what is stuck finds
			this.pointers.replace(position, pointer.toBuilder().status(PointerStatus.FAILED).build());
		}
		suspend();
	}

	/**
	 * A pointer has a subscription while it waits, and no longer: one whose time is over
	 * may have failed, or begin anew with a branch that has.
	 */
	private void dropOldSubscriptions() {
		this.subscriptions.keySet().removeIf((id) -> !isWaiting(id));
		for (String id : this.pointers.awakened()) {
			if (!isWaiting(id) || this.subscriptions.containsKey(id)) {
				this.unsubscribed.add(id);
			}
		}
	}

	private boolean isWaiting(String pointerId) {
		return Pointers.isWaiting(this.pointers.get(this.pointers.position(pointerId)));
	}

	private boolean isFinal() {
		return this.status == WorkflowStatus.COMPLETE || this.status == WorkflowStatus.TERMINATED;
	}

	/**
	 * Nothing wakes an instance that waits for nothing. Somebody has to know.
	 */
	private void reportStuck() {
		List<Integer> open = this.pointers.open();
		boolean waits = open.stream()
			.anyMatch((position) -> this.pointers.get(position).status() == PointerStatus.WAITING_FOR_EVENT);
		if (!waits) {
			error(this.pointers.get(open.get(0)), "The instance is stuck: " + open.size()
					+ " steps are open, but none is due and none waits for an event. Terminate it and start it again.");
		}
	}

}
