package io.wfe.postgres.autoconfigure.metrics;

import java.time.Duration;

import io.wfe.core.support.DurationRange;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the metrics of the workflow store.
 *
 * @param sampleInterval Time between two samples of the backlog and the size of the
 * store.
 * @since 0.1.0
 */
@ConfigurationProperties("wfe.postgres.metrics")
public record WfePostgresMetricsProperties(@DefaultValue("1m") Duration sampleInterval) {

	private static final DurationRange INTERVALS = new DurationRange(Duration.ofSeconds(1), Duration.ofDays(1));

	/**
	 * Refuses intervals that make no sense.
	 */
	public WfePostgresMetricsProperties {
		INTERVALS.check("wfe.postgres.metrics.sample-interval", sampleInterval);
	}

}
