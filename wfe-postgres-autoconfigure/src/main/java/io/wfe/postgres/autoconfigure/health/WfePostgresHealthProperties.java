package io.wfe.postgres.autoconfigure.health;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health of the workflow store.
 *
 * @param maxWorkflowAge How long a workflow may be due before the status changes. No
 * limit, if not set.
 * @param maxEventAge How long an event may be unprocessed before the status changes. No
 * limit, if not set.
 * @param maxCommandAge How long a command may be due before the status changes. No limit,
 * if not set.
 * @param status Status when something has been due for too long.
 * @param timeout How long to wait for the store before it counts as down.
 * @since 0.1.0
 */
@ConfigurationProperties("wfe.postgres.health")
public record WfePostgresHealthProperties(@Nullable Duration maxWorkflowAge, @Nullable Duration maxEventAge,
		@Nullable Duration maxCommandAge, @DefaultValue("down") OverdueStatus status,
		@DefaultValue("5s") Duration timeout) {

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
