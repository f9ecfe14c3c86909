package io.wfe.core.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.StoreActivity;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.core.support.FieldInputs;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Finds and counts workflow instances, and reads the backlog.
 */
final class WorkflowQueries {

	private final Tables tables;

	private final Hosts hosts;

	WorkflowQueries(Tables tables, Hosts hosts) {
		this.tables = tables;
		this.hosts = hosts;
	}

	List<String> due(Instant asAt, int limit) {
		Inputs.standard().of("Query").millis("asAt", asAt);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> this.tables.dueWorkflows.upTo(asAt).limit(limit).map(WorkflowRow::id).toList());
	}

	Optional<WorkflowSummary> find(String idOrName) {
		Inputs.standard().of("Query").optionalText("idOrName", Objects.requireNonNull(idOrName, "idOrName"));
		return this.tables.call(() -> {
			WorkflowRow row = this.tables.workflows.get(idOrName);
			return Optional.ofNullable((row != null) ? row : this.tables.workflowsByName.get(idOrName))
				.map(WorkflowRow::summary);
		});
	}

	WorkflowPage find(WorkflowQuery query) {
		check(query);
		// One more tells whether there is a next page
		List<WorkflowSummary> found = this.tables
			.call(() -> start(query.after()).filter((row) -> matches(query, row.instance()))
				.limit(query.pageSize() + 1L)
				.map(WorkflowRow::summary)
				.toList());
		if (found.size() <= query.pageSize()) {
			return new WorkflowPage(found, null);
		}
		List<WorkflowSummary> page = found.subList(0, query.pageSize());
		WorkflowSummary last = page.get(page.size() - 1);
		return new WorkflowPage(page, new WorkflowPage.Cursor(last.createTime(), last.id()));
	}

	private static void check(WorkflowQuery query) {
		FieldInputs inputs = Inputs.standard()
			.of("WorkflowQuery")
			.optionalText("workflowDefinitionId", query.workflowDefinitionId())
			.optionalText("reference", query.reference())
			.optionalText("namePrefix", query.namePrefix())
			.optionalText("rootWorkflowId", query.rootWorkflowId())
			.timestamp("createdFrom", query.createdFrom())
			.timestamp("createdBefore", query.createdBefore());
		WorkflowPage.Cursor after = query.after();
		if (after != null) {
			inputs.timestamp("after", after.createTime()).optionalText("after", after.id());
		}
	}

	private Stream<WorkflowRow> start(WorkflowPage.@Nullable Cursor after) {
		return (after != null)
				? this.tables.workflowsByCreateTime.inFrontOf(new Place<>(after.createTime(), after.id()))
				: this.tables.workflowsByCreateTime.newestFirst();
	}

	private static boolean matches(WorkflowQuery query, WorkflowInstance instance) {
		return isOrAny(query.status(), instance.status())
				&& isOrAny(query.workflowDefinitionId(), instance.workflowDefinitionId())
				&& isOrAny(query.version(), instance.version()) && isOrAny(query.reference(), instance.reference())
				&& isOrAny(query.rootWorkflowId(), instance.rootWorkflowId())
				&& (query.namePrefix() == null || instance.name().startsWith(query.namePrefix()))
				&& (query.createdFrom() == null || !instance.createTime().isBefore(query.createdFrom()))
				&& (query.createdBefore() == null || instance.createTime().isBefore(query.createdBefore()));
	}

	private static boolean isOrAny(@Nullable Object wanted, @Nullable Object value) {
		return wanted == null || wanted.equals(value);
	}

	List<WorkflowCount> count() {
		return count(Integer.MAX_VALUE);
	}

	List<WorkflowCount> count(int limit) {
		Inputs.positive("Query", "limit", limit);
		Map<Group, Long> counts = new HashMap<>();
		this.tables.run(() -> {
			for (WorkflowStatus status : WorkflowStatus.values()) {
				this.tables.workflowsByCreateTime.oldestFirst()
					.filter((row) -> row.status() == status)
					.limit(limit)
					.forEach((row) -> counts.merge(new Group(row.instance().workflowDefinitionId(), status), 1L,
							Long::sum));
			}
		});
		return counts.entrySet()
			.stream()
			.map((entry) -> new WorkflowCount(entry.getKey().definitionId(), entry.getKey().status(), entry.getValue()))
			.sorted(Comparator.comparing(WorkflowCount::workflowDefinitionId)
				.thenComparing((count) -> count.status().storedName()))
			.toList();
	}

	StoreBacklog backlog(Instant asAt) {
		Inputs.standard().of("Query").timestamp("asAt", asAt);
		return this.tables.call(() -> new StoreBacklog(asAt,
				this.tables.dueWorkflows.upTo(asAt)
					.filter((row) -> !this.hosts.isOwned(row))
					.map((row) -> dueSince(row, asAt))
					.min(Comparator.naturalOrder())
					.orElse(null),
				this.tables.unprocessedEvents.upTo(asAt).map(Event::eventTime).findFirst().orElse(null),
				this.tables.commandsByTime.upTo(asAt)
					.map((row) -> row.command().executeTime())
					.findFirst()
					.orElse(null),
				this.tables.dueWorkflows.upTo(this.tables.now())
					.filter(this.hosts::isOwned)
					.map((row) -> row.writtenAt().isAfter(asAt) ? asAt : row.writtenAt())
					.min(Comparator.naturalOrder())
					.orElse(null)));
	}

	private static Instant dueSince(WorkflowRow row, Instant asAt) {
		Instant due = row.instance().nextExecution();
		Instant since = (due == null || due.equals(Instant.EPOCH)) ? row.writtenAt() : due;
		return since.isAfter(asAt) ? asAt : since;
	}

	StoreActivity activity(Instant since, int limit) {
		Inputs.standard().of("Query").timestamp("since", since);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> new StoreActivity(
				count(this.tables.workflowsByCreateTime.downTo(since).map((row) -> row.instance().createTime()), since,
						limit),
				count(ended(WorkflowStatus.COMPLETE, since), since, limit),
				count(ended(WorkflowStatus.TERMINATED, since), since, limit),
				count(this.tables.errorsByTime.downTo(since).map((row) -> row.error().errorTime()), since, limit)));
	}

	private Stream<Instant> ended(WorkflowStatus status, Instant since) {
		return this.tables.endedWorkflows.downTo(since)
			.filter((row) -> row.status() == status)
			.map(WorkflowRow::ended)
			.filter(Objects::nonNull);
	}

	private static StoreActivity.Count count(Stream<Instant> newestFirst, Instant since, int limit) {
		List<Instant> times = newestFirst.limit(limit).toList();
		return new StoreActivity.Count(times.size(), (times.size() < limit) ? since : times.get(limit - 1));
	}

	private record Group(String definitionId, WorkflowStatus status) {

	}

}
