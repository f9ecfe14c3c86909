package io.wfe.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.support.Inputs;

/**
 * Gives instances to hosts and takes them back.
 */
final class Claims {

	private final Tables tables;

	private final Workflows workflows;

	private final Hosts hosts;

	Claims(Tables tables, Workflows workflows, Hosts hosts) {
		this.tables = tables;
		this.workflows = workflows;
		this.hosts = hosts;
	}

	List<WorkflowInstance> claim(String hostId, Collection<DefinitionKey> definitions, Collection<String> except,
			int limit) {
		Inputs.standard().of("Host").key("id", hostId);
		Inputs.positive("Query", "limit", limit);
		Set<DefinitionKey> known = Set.copyOf(definitions);
		Set<String> without = Set.copyOf(except);
		return this.tables.callApart(() -> {
			if (!this.hosts.isAlive(hostId)) {
				return List.of();
			}
			Instant now = this.tables.now();
			// Each definition has an order of its own, so the first ones of each are
			// enough
			List<WorkflowRow> taken = known.stream()
				.flatMap((definition) -> unowned(definition).takeWhile((row) -> !due(row).isAfter(now))
					.filter((row) -> !without.contains(row.id()))
					.limit(limit))
				.sorted(Comparator.comparing(Claims::due).thenComparing(WorkflowRow::id))
				.limit(limit)
				.toList();
			return taken.stream().map((row) -> this.workflows.write(row.instance(), hostId)).toList();
		});
	}

	/**
	 * Returns the instances of a definition that belong to nobody, longest due first.
	 * Those that it passes over are no more than the hosts run.
	 */
	private Stream<WorkflowRow> unowned(DefinitionKey definition) {
		Stream<WorkflowRow> all = this.tables.dueWorkflowsByDefinition.oldestFirst(definition);
		return all.filter((row) -> !this.hosts.isOwned(row));
	}

	List<String> findOwned(String hostId, Collection<DefinitionKey> definitions) {
		Set<DefinitionKey> known = Set.copyOf(definitions);
		Inputs.standard().of("Host").optionalText("id", Objects.requireNonNull(hostId, "hostId"));
		return this.tables.call(() -> {
			Instant now = this.tables.now();
			return known.stream()
				.flatMap((definition) -> allDue(definition, now))
				.filter((row) -> this.hosts.owns(hostId, row))
				.map(WorkflowRow::id)
				.toList();
		});
	}

	private Stream<WorkflowRow> allDue(DefinitionKey definition, Instant now) {
		Stream<WorkflowRow> all = this.tables.dueWorkflowsByDefinition.oldestFirst(definition);
		return all.takeWhile((row) -> !due(row).isAfter(now));
	}

	private static Instant due(WorkflowRow row) {
		return Objects.requireNonNull(row.due());
	}

	Optional<Duration> timeUntilDue(Collection<DefinitionKey> definitions) {
		Set<DefinitionKey> known = Set.copyOf(definitions);
		return this.tables.call(() -> {
			Instant now = this.tables.now();
			Stream<Instant> workflows = known.stream()
				.flatMap((definition) -> unowned(definition).limit(1))
				.map(Claims::due);
			Stream<Instant> events = this.tables.unprocessedEvents.oldestFirst().limit(1).map(Event::eventTime);
			return Stream.concat(workflows, events)
				.min(Comparator.naturalOrder())
				.map((due) -> due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO);
		});
	}

	void release(String hostId, Collection<String> ids) {
		List<String> all = List.copyOf(ids);
		this.tables.run(() -> {
			for (String id : all) {
				WorkflowRow row = this.tables.workflows.get(id);
				if (row != null && this.hosts.owns(hostId, row)) {
					this.workflows.write(row.instance(), null);
				}
			}
		});
	}

	Set<DefinitionKey> unknownDefinitions(Collection<DefinitionKey> known) {
		Set<DefinitionKey> all = Set.copyOf(known);
		return this.tables.call(() -> {
			Instant now = this.tables.now();
			return this.tables.dueWorkflowsByDefinition.groups()
				.stream()
				.filter((definition) -> !all.contains(definition) && isDue(definition, now))
				.collect(Collectors.toUnmodifiableSet());
		});
	}

	private boolean isDue(DefinitionKey definition, Instant now) {
		Stream<WorkflowRow> all = this.tables.dueWorkflowsByDefinition.oldestFirst(definition);
		return all.limit(1).anyMatch((row) -> !due(row).isAfter(now));
	}

}
