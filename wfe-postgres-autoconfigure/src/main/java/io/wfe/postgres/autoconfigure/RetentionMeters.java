package io.wfe.postgres.autoconfigure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the retention has deleted, as {@code wfe.retention.deleted}.
 */
final class RetentionMeters implements RetentionListener {

	private final @Nullable MeterRegistry registry;

	RetentionMeters(@Nullable MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void deleted(String what, int count) {
		if (this.registry != null) {
			Counter.builder("wfe.retention.deleted")
				.tag("what", what)
				.description("What the retention of the workflow store has deleted")
				.register(this.registry)
				.increment(count);
		}
	}

}
