package io.wfe.core.persistence;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What has been due the longest, as seen from an instant. An instance that a host owns is
 * no backlog, however long its step takes.
 * <p>
 * An instance whose next execution is {@link Instant#EPOCH}, which means that it is due
 * at once, has been due since it was last persisted, or else created. Of these, a store
 * may look at only as many as it can cheaply, those with the lowest ids first: if there
 * are more, the oldest may have been due for longer than is reported, but never for less.
 *
 * @param asAt the instant
 * @param oldestDueWorkflow the earliest time since when an instance that belongs to
 * nobody has been due: its next execution, unless that is {@link Instant#EPOCH}; never
 * after {@code asAt}; {@code null} if none is due
 * @param oldestDueEvent the earliest time of all unprocessed events that have taken
 * effect, or {@code null} if there is none
 * @param oldestDueCommand the earliest execute time of all due commands, or {@code null}
 * if none is due
 * @since 0.1.0
 */
public record StoreBacklog(Instant asAt, @Nullable Instant oldestDueWorkflow, @Nullable Instant oldestDueEvent,
		@Nullable Instant oldestDueCommand) {

	/**
	 * Returns how long the oldest due instance has been due.
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
