package io.wfe.postgres.autoconfigure.health;

import java.time.Duration;

import io.wfe.core.support.DurationRange;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health of the workflow store.
 *
 * @param maxWorkflowAge How long a workflow may be due before the status changes. No
 * limit by default.
 * @param maxEventAge How long an event may be unprocessed before the status changes. No
 * limit by default.
 * @param maxCommandAge How long a command may be due before the status changes. No limit
 * by default.
 * @param status Status when something has been due for too long.
 * @param timeout How long to wait for the store before it counts as down.
 * @since 0.1.0
 */
@ConfigurationProperties("wfe.postgres.health")
public record WfePostgresHealthProperties(@Nullable Duration maxWorkflowAge, @Nullable Duration maxEventAge,
		@Nullable Duration maxCommandAge, @DefaultValue("down") OverdueStatus status,
		@DefaultValue("5s") Duration timeout) {

	private static final DurationRange AGES = new DurationRange(Duration.ofSeconds(1), Duration.ofDays(36500));

	private static final DurationRange TIMEOUTS = new DurationRange(Duration.ofMillis(10), Duration.ofHours(1));

	/**
	 * Refuses durations that make no sense.
	 */
	public WfePostgresHealthProperties {
		AGES.check("wfe.postgres.health.max-workflow-age", maxWorkflowAge);
		AGES.check("wfe.postgres.health.max-event-age", maxEventAge);
		AGES.check("wfe.postgres.health.max-command-age", maxCommandAge);
		TIMEOUTS.check("wfe.postgres.health.timeout", timeout);
	}

	/**
	 * Status when something has been due for too long.
	 */
	public enum OverdueStatus {

		/**
		 * As if the store could not be reached.
		 */
		DOWN,

		/**
		 * Not to be used at present.
		 */
		OUT_OF_SERVICE

	}

}
