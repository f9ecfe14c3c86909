package io.wfe.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.HostSummary;
import io.wfe.core.persistence.StoreActivity;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.core.persistence.WorkflowCount;

/**
 * What is in the store, and how it is doing.
 *
 * @param at when this was read
 * @param counts how many workflows there are, up to {@link #LIMIT} of each status
 * @param activity what has happened in the last hour
 * @param backlog what is late
 * @param hosts the hosts that are alive
 * @param errors the latest errors of the last hour
 */
record Overview(Instant at, List<WorkflowCount> counts, StoreActivity activity, StoreBacklog backlog,
		List<HostSummary> hosts, List<ExecutionError> errors) {

	/**
	 * How many workflows of each status, and how much of each kind of activity, are
	 * counted.
	 */
	static final int LIMIT = 10_000;

	/**
	 * How many errors are shown.
	 */
	static final int ERRORS = 20;

	static final Duration PERIOD = Duration.ofHours(1);

	String count(WorkflowStatus status) {
		return Texts.count(sum(status), LIMIT);
	}

	private boolean isExact(WorkflowStatus status) {
		return sum(status) < LIMIT;
	}

	private long sum(WorkflowStatus status) {
		return this.counts.stream().filter((count) -> count.status() == status).mapToLong(WorkflowCount::count).sum();
	}

	String count(String definitionId, WorkflowStatus status) {
		long number = this.counts.stream()
			.filter((count) -> count.status() == status && count.workflowDefinitionId().equals(definitionId))
			.mapToLong(WorkflowCount::count)
			.sum();
		return Texts.number(number) + (isExact(status) ? "" : "+");
	}

	List<String> definitions() {
		return this.counts.stream().map(WorkflowCount::workflowDefinitionId).distinct().sorted().toList();
	}

	String lastHour(StoreActivity.Count count) {
		return Texts.count(count.count(), LIMIT);
	}

	/**
	 * Returns how often something happens in a minute, by the time in which the counted
	 * ones have happened.
	 */
	String perMinute(StoreActivity.Count count) {
		double minutes = Math.max(1, Texts.between(count.since(), this.at).toMillis()) / 60_000.0;
		double rate = count.count() / minutes;
		return (rate < 10) ? String.format(Locale.ROOT, "%.1f", rate) : Texts.number(Math.round(rate));
	}

	static String age(Duration age) {
		return age.isZero() ? "none" : Texts.duration(age);
	}

}
