package io.wfe.core.persistence;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What has been due the longest. An instance that a host owns does not count, however
 * long its step takes. It is a figure of its own.
 * <p>
 * An instance with the next execution {@link Instant#EPOCH} is due at once. It has been
 * due since its last persist, or since its creation. A store may look at only some of
 * these, those with the lowest ids. If there are more, the oldest may have been due for
 * longer than reported, never for less.
 *
 * @param asAt the instant
 * @param oldestDueWorkflow since when the oldest due instance without an owner has been
 * due. Never after {@code asAt}. {@code null} if none is due
 * @param oldestDueEvent the earliest time of the unprocessed events that have taken
 * effect, or {@code null} if there is none
 * @param oldestDueCommand the earliest execute time of all due commands, or {@code null}
 * if none is due
 * @param oldestOwnedWorkflow when the instance was written that a host has run the
 * longest without writing it, such as when its step began; never after {@code asAt};
 * {@code null} if no host runs any. As of when each host last renewed its lease
 * @since 0.1.0
 */
public record StoreBacklog(Instant asAt, @Nullable Instant oldestDueWorkflow, @Nullable Instant oldestDueEvent,
		@Nullable Instant oldestDueCommand, @Nullable Instant oldestOwnedWorkflow) {

	/**
	 * Creates a backlog of a store whose instances no host runs.
	 * @param asAt the instant
	 * @param oldestDueWorkflow since when an instance has been due, or {@code null}
	 * @param oldestDueEvent the time of an unprocessed event, or {@code null}
	 * @param oldestDueCommand since when a command has been due, or {@code null}
	 */
	public StoreBacklog(Instant asAt, @Nullable Instant oldestDueWorkflow, @Nullable Instant oldestDueEvent,
			@Nullable Instant oldestDueCommand) {
		this(asAt, oldestDueWorkflow, oldestDueEvent, oldestDueCommand, null);
	}

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

	/**
	 * Returns how long the instance has been run that a host has run the longest without
	 * writing it.
	 * @return the age, zero if no host runs any
	 */
	public Duration ownedAge() {
		return age(this.oldestOwnedWorkflow);
	}

	private Duration age(@Nullable Instant since) {
		return (since != null) ? Duration.between(since, this.asAt) : Duration.ZERO;
	}

}
