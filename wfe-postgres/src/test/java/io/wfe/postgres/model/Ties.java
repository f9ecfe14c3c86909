package io.wfe.postgres.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;

/**
 * Tells whether the contract says what a purge deletes. It does not say which of two come
 * first that have one time, and the limit may separate them.
 */
final class Ties {

	private static final Instant START = Instant.EPOCH;

	private Ties() {
	}

	static Predicate<PersistenceProvider> noneOfEvents(Instant before, int limit) {
		return (store) -> areDecided(Some.EVENT_NAMES.stream()
			.flatMap((name) -> Some.EVENT_KEYS.stream()
				.flatMap((key) -> store.findEvents(name, key, START, Integer.MAX_VALUE).stream()))
			.filter(Event::processed)
			.map(Event::eventTime), before, limit);
	}

	static Predicate<PersistenceProvider> noneOfErrors(Instant before, int limit) {
		return (store) -> areDecided(
				Some.WORKFLOWS.stream().flatMap((id) -> store.getErrors(id).stream()).map(ExecutionError::errorTime),
				before, limit);
	}

	static Predicate<PersistenceProvider> noneOfWorkflows(WorkflowStatus status, Instant before, int limit) {
		return (store) -> areDecided(store.getWorkflowInstances(Some.WORKFLOWS)
			.stream()
			.filter((instance) -> instance.status() == status && instance.completeTime() != null)
			.map(WorkflowInstance::completeTime)
			.map(Objects::requireNonNull), before, limit);
	}

	private static boolean areDecided(Stream<Instant> times, Instant before, int limit) {
		List<Instant> due = times.filter((time) -> time.isBefore(before)).sorted().toList();
		return due.size() <= limit || !due.get(limit - 1).equals(due.get(limit));
	}

}
