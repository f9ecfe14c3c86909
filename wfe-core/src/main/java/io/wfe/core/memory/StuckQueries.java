package io.wfe.core.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.StuckReason;
import io.wfe.core.persistence.StuckWorkflow;
import io.wfe.core.support.Inputs;

/**
 * Finds instances that somebody should look at.
 */
final class StuckQueries {

	private final Tables tables;

	private final Hosts hosts;

	StuckQueries(Tables tables, Hosts hosts) {
		this.tables = tables;
		this.hosts = hosts;
	}

	List<StuckWorkflow> find(StuckReason reason, Instant before, int limit) {
		Objects.requireNonNull(reason, "reason");
		Inputs.standard().of("Query").timestamp("before", before);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> switch (reason) {
			case DUE -> due(before);
			case OWNED -> owned();
			case FAILED -> failed();
		})
			.stream()
			.filter((found) -> !found.since().isAfter(before))
			.sorted(Comparator.comparing(StuckWorkflow::since))
			.limit(limit)
			.toList();
	}

	private List<StuckWorkflow> due(Instant before) {
		return this.tables.dueWorkflows.upTo(before)
			.filter((row) -> !this.hosts.isOwned(row))
			.map((row) -> new StuckWorkflow(row.summary(), dueSince(row), null))
			.toList();
	}

	private static Instant dueSince(WorkflowRow row) {
		Instant due = row.instance().nextExecution();
		return (due == null || due.equals(Instant.EPOCH)) ? row.writtenAt() : due;
	}

	private List<StuckWorkflow> owned() {
		return this.tables.dueWorkflows.upTo(this.tables.now())
			.filter(this.hosts::isOwned)
			.map((row) -> new StuckWorkflow(row.summary(), row.writtenAt(), row.hostId()))
			.toList();
	}

	private List<StuckWorkflow> failed() {
		Stream<WorkflowRow> suspended = this.tables.workflowsByCreateTime.newestFirst()
			.filter((row) -> row.status() == WorkflowStatus.SUSPENDED);
		return suspended.filter((row) -> hasFailed(row.instance()))
			.map((row) -> new StuckWorkflow(row.summary(), row.writtenAt(), null))
			.toList();
	}

	private static boolean hasFailed(WorkflowInstance instance) {
		return instance.executionPointers()
			.stream()
			.anyMatch((pointer) -> pointer.endTime() == null && pointer.status() == PointerStatus.FAILED);
	}

}
