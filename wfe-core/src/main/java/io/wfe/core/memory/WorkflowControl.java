package io.wfe.core.memory;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.EventNames;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.core.support.Inputs;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Suspends, resumes, terminates and purges workflow instances.
 */
final class WorkflowControl {

	private final Tables tables;

	private final Workflows workflows;

	private final Subscriptions subscriptions;

	private final Commands commands;

	private final Events events;

	private final Errors errors;

	WorkflowControl(Tables tables, Workflows workflows, Subscriptions subscriptions, Commands commands, Events events,
			Errors errors) {
		this.tables = tables;
		this.workflows = workflows;
		this.subscriptions = subscriptions;
		this.commands = commands;
		this.events = events;
		this.errors = errors;
	}

	WorkflowSummary suspend(String id) {
		checkId(id);
		return this.tables
			.call(() -> write(allowed(id, "cannot be suspended", EnumSet.of(WorkflowStatus.RUNNABLE)).toBuilder()
				.status(WorkflowStatus.SUSPENDED)
				.build()));
	}

	WorkflowSummary resume(String id) {
		checkId(id);
		return this.tables
			.call(() -> write(allowed(id, "cannot be resumed", EnumSet.of(WorkflowStatus.SUSPENDED)).toBuilder()
				.status(WorkflowStatus.RUNNABLE)
				.nextExecution(Instant.EPOCH)
				.build()));
	}

	WorkflowSummary terminate(String id, Instant completeTime) {
		checkId(id);
		Inputs.standard()
			.of("WorkflowInstance")
			.timestamp("completeTime", Objects.requireNonNull(completeTime, "completeTime"));
		return this.tables.call(() -> {
			WorkflowInstance instance = allowed(id, "cannot be terminated",
					EnumSet.of(WorkflowStatus.RUNNABLE, WorkflowStatus.SUSPENDED));
			removeWhatWaits(id);
			if (instance.rootWorkflowId() != null) {
				this.events.publish(List.of(completion(instance)));
			}
			return write(instance.toBuilder()
				.status(WorkflowStatus.TERMINATED)
				.nextExecution(null)
				.completeTime(completeTime)
				.executionPointers(instance.executionPointers()
					.stream()
					.map((pointer) -> cancelledIfOpen(pointer, completeTime))
					.toList())
				.build());
		});
	}

	/**
	 * Deletes the subscriptions and the command of an instance that ends. The caller has
	 * the lock.
	 */
	void removeWhatWaits(String id) {
		this.subscriptions.removeAll(id);
		this.commands.removeUnlessHandled(new CommandRow.Key(CommandName.PROCESS_WORKFLOW, id));
	}

	/**
	 * Returns what tells the one who has started an instance that it was terminated.
	 */
	private static NewEvent completion(WorkflowInstance instance) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("status", WorkflowStatus.TERMINATED.storedName());
		data.set("data", instance.data());
		return new NewEvent(TimeOrderedIds.next(), EventNames.WORKFLOW_COMPLETED, instance.id(), data, null);
	}

	WorkflowSummary retryFailedSteps(String id) {
		checkId(id);
		return this.tables.call(() -> {
			WorkflowInstance instance = allowed(id, "cannot be resumed", EnumSet.of(WorkflowStatus.SUSPENDED));
			return write(instance.toBuilder()
				.status(WorkflowStatus.RUNNABLE)
				.nextExecution(Instant.EPOCH)
				.executionPointers(
						instance.executionPointers().stream().map(WorkflowControl::withRetriesIfFailed).toList())
				.build());
		});
	}

	/**
	 * A step that failed and was tried again sleeps in between, so its retries tell it.
	 */
	private static ExecutionPointer withRetriesIfFailed(ExecutionPointer pointer) {
		boolean failed = pointer.endTime() == null && pointer.status() != PointerStatus.WAITING_FOR_EVENT
				&& (pointer.status() == PointerStatus.FAILED || pointer.retryCount() > 0);
		return failed ? pointer.toBuilder().retryCount(0).sleepUntil(null).build() : pointer;
	}

	private WorkflowInstance allowed(String id, String problem, Set<WorkflowStatus> allowed) {
		WorkflowInstance instance = this.workflows.row(id).instance();
		if (!allowed.contains(instance.status())) {
			throw new WorkflowStateException(id, instance.status(), problem);
		}
		return instance;
	}

	private static ExecutionPointer cancelledIfOpen(ExecutionPointer pointer, Instant end) {
		return (pointer.endTime() != null) ? pointer
				: pointer.toBuilder().status(PointerStatus.CANCELLED).active(false).endTime(end).build();
	}

	private WorkflowSummary write(WorkflowInstance instance) {
		return this.workflows.row(this.workflows.write(instance).id()).summary();
	}

	int purge(WorkflowStatus status, Instant completedBefore, int limit) {
		if (status != WorkflowStatus.COMPLETE && status != WorkflowStatus.TERMINATED) {
			throw new InvalidValueException("Purge", null, "status",
					"must be COMPLETE or TERMINATED: others have not ended");
		}
		Inputs.standard().of("Purge").timestamp("completedBefore", completedBefore);
		Inputs.positive("Purge", "limit", limit);
		return this.tables.call(() -> {
			List<String> ids = Stream
				.concat(this.tables.endedWorkflows.before(completedBefore),
						this.tables.endedWithoutTime.before(completedBefore))
				.filter((row) -> row.status() == status)
				.limit(limit)
				.map(WorkflowRow::id)
				.toList();
			ids.forEach(this::remove);
			return ids.size();
		});
	}

	boolean purge(String id) {
		checkId(id);
		return this.tables.call(() -> {
			boolean ended = this.workflows.row(id).hasEnded();
			if (ended) {
				remove(id);
			}
			return ended;
		});
	}

	private void remove(String id) {
		this.tables.workflows.remove(id);
		this.subscriptions.removeAll(id);
		this.errors.removeAll(id);
		this.commands.removeUnlessHandled(new CommandRow.Key(CommandName.PROCESS_WORKFLOW, id));
	}

	private static void checkId(String id) {
		Inputs.standard().of("WorkflowInstance").optionalText("id", Objects.requireNonNull(id, "id"));
	}

}
