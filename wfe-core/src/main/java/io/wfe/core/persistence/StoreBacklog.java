package io.wfe.core.persistence;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What has been due the longest, as seen from an instant.
 *
 * @param asAt the instant
 * @param oldestDueWorkflow the earliest next execution of all due instances, or
 * {@code null} if none is due
 * @param oldestDueEvent the earliest time of all unprocessed events that have taken
 * effect, or {@code null} if there is none
 * @param oldestDueCommand the earliest execute time of all due commands, or {@code null}
 * if none is due
 * @since 0.1.0
 */
public record StoreBacklog(Instant asAt, @Nullable Instant oldestDueWorkflow, @Nullable Instant oldestDueEvent,
		@Nullable Instant oldestDueCommand) {

	/**
	 * Returns how long the oldest due instance has been due. An instance that was created
	 * as due at once has a next execution of {@link Instant#EPOCH}, so its age says
	 * little.
	 * @return the age, zero if none is due
	 */
	public Duration workflowAge() {
		return age(this.oldestDueWorkflow);
	}

	/**
	 * Returns how long the oldest unprocessed event has been in effect.
	 * @return the age, zero if there is none
	 */
	public Duration eventAge() {
		return age(this.oldestDueEvent);
	}

	/**
	 * Returns how long the oldest due command has been due.
	 * @return the age, zero if none is due
	 */
	public Duration commandAge() {
		return age(this.oldestDueCommand);
	}

	private Duration age(@Nullable Instant since) {
		return (since != null) ? Duration.between(since, this.asAt) : Duration.ZERO;
	}

}
