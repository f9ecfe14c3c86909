package io.wfe.engine.autoconfigure.health;

import java.time.Duration;

import io.wfe.core.support.DurationRange;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health of the workflow host.
 *
 * @param maxStepAge How long a step may run before it counts as stuck and the status
 * changes. No limit, if not set.
 * @param status Status when a step is stuck.
 * @since 0.1.0
 */
@ConfigurationProperties("wfe.engine.health")
public record WfeEngineHealthProperties(@Nullable Duration maxStepAge, @DefaultValue("down") StuckStatus status) {

	private static final DurationRange AGES = new DurationRange(Duration.ofSeconds(1), Duration.ofDays(36500));

	/**
	 * Refuses ages that make no sense.
	 */
	public WfeEngineHealthProperties {
		AGES.check("wfe.engine.health.max-step-age", maxStepAge);
	}

	/**
	 * Status when a step is stuck.
	 */
	public enum StuckStatus {

		/**
		 * As if the host did not work.
		 */
		DOWN,

		/**
		 * Not to be used at present.
		 */
		OUT_OF_SERVICE

	}

}
