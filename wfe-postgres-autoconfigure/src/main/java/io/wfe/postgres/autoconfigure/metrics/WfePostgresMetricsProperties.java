package io.wfe.postgres.autoconfigure.metrics;

import java.time.Duration;

import io.wfe.core.InvalidValueException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the metrics of the workflow store.
 *
 * @param sampleInterval Time between two looks at the backlog and the size of the store.
 * @since 0.1.0
 */
@ConfigurationProperties("wfe.postgres.metrics")
public record WfePostgresMetricsProperties(@DefaultValue("1m") Duration sampleInterval) {

	private static final Duration MAX = Duration.ofDays(1);

	/**
	 * Refuses intervals that make no sense.
	 */
	public WfePostgresMetricsProperties {
		if (sampleInterval.isNegative() || sampleInterval.isZero() || sampleInterval.compareTo(MAX) > 0) {
			throw new InvalidValueException("Store", null, "wfe.postgres.metrics.sample-interval",
					"must be longer than nothing and at most " + MAX.toDays() + "d, such as 1m");
		}
	}

}
