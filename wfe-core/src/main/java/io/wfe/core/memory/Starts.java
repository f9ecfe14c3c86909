package io.wfe.core.memory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;

/**
 * Starts workflow instances.
 */
final class Starts {

	private final Tables tables;

	private final Workflows workflows;

	Starts(Tables tables, Workflows workflows) {
		this.tables = tables;
		this.workflows = workflows;
	}

	List<Optional<WorkflowInstance>> start(List<NewWorkflow> started) {
		List<NewWorkflow> all = List.copyOf(started);
		return this.tables.callUndoably(() -> all.stream().map(this::startUnlessTaken).toList());
	}

	private Optional<WorkflowInstance> startUnlessTaken(NewWorkflow started) {
		try {
			return Optional.of(start(started));
		}
		catch (WorkflowAlreadyExistsException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Starts one instance. The caller has the lock.
	 * @throws WorkflowAlreadyExistsException if its id or name is taken
	 */
	WorkflowInstance start(NewWorkflow started) {
		Instant now = this.tables.now();
		return this.workflows.create(started.instance()
			.toBuilder()
			.createTime(now)
			.nextExecution(Leases.later(now, "delay", started.delay()))
			.build(), started.hostId());
	}

}
