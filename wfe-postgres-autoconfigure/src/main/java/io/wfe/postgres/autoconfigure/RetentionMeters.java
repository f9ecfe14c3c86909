package io.wfe.postgres.autoconfigure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the retention has deleted, as {@code wfe.retention.deleted}, and what it
 * has left because others refer to it, as {@code wfe.retention.skipped}.
 */
final class RetentionMeters implements RetentionListener {

	private final @Nullable MeterRegistry registry;

	RetentionMeters(@Nullable MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void deleted(String store, String what, int count) {
		count("wfe.retention.deleted", "What the retention of the workflow store has deleted", store, what, count);
	}

	@Override
	public void skipped(String store, String what, int count) {
		count("wfe.retention.skipped",
				"Workflows that the retention could not delete because a foreign key of the application refers to them",
				store, what, count);
	}

	private void count(String name, String description, String store, String what, int count) {
		if (this.registry != null) {
			Counter.builder(name)
				.tag("what", what)
				.tag("store", store)
				.description(description)
				.register(this.registry)
				.increment(count);
		}
	}

}
