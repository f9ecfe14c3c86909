package io.wfe.postgres.autoconfigure.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.postgres.StoreSize;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of the store. They show what was last seen of it, so that reading them costs
 * nothing, and nothing (NaN) while that is not known.
 */
final class StoreMeters implements MeterBinder {

	private final String store;

	private volatile @Nullable Sample sample;

	/**
	 * Creates gauges.
	 * @param store the name of the store
	 */
	StoreMeters(String store) {
		this.store = store;
	}

	/**
	 * Shows this from now on.
	 */
	void show(StoreBacklog backlog, StoreSize size) {
		this.sample = new Sample(backlog, size);
	}

	void showNothing() {
		this.sample = null;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindAge(registry, "workflow", StoreBacklog::workflowAge);
		bindAge(registry, "event", StoreBacklog::eventAge);
		bindAge(registry, "command", StoreBacklog::commandAge);
		TimeGauge
			.builder("wfe.owned.age", this, TimeUnit.MILLISECONDS,
					value((sample) -> sample.backlog().ownedAge().toMillis()))
			.tag("store", this.store)
			.description("How long the workflow has been run that a host has run the longest without writing it")
			.register(registry);
		for (WorkflowStatus status : WorkflowStatus.values()) {
			Gauge.builder("wfe.workflows", this, value((sample) -> sample.size().workflows().getOrDefault(status, 0L)))
				.tag("status", status.name().toLowerCase(Locale.ROOT))
				.tag("store", this.store)
				.description("Stored workflows; above " + StoreSize.MAX_EXACT + ", an estimate")
				.register(registry);
		}
		Gauge.builder("wfe.events.unprocessed", this, value((sample) -> sample.size().unprocessedEvents()))
			.tag("store", this.store)
			.description("Events that are not processed; above " + StoreSize.MAX_EXACT + ", an estimate")
			.register(registry);
		Gauge.builder("wfe.commands.pending", this, value((sample) -> sample.size().pendingCommands()))
			.tag("store", this.store)
			.description("Scheduled commands; above " + StoreSize.MAX_EXACT + ", an estimate")
			.register(registry);
	}

	private void bindAge(MeterRegistry registry, String type, Function<StoreBacklog, Duration> age) {
		TimeGauge
			.builder("wfe.backlog.age", this, TimeUnit.MILLISECONDS,
					value((sample) -> age.apply(sample.backlog()).toMillis()))
			.tag("type", type)
			.tag("store", this.store)
			.description("How long the oldest of its type has been due")
			.register(registry);
	}

	private static ToDoubleFunction<StoreMeters> value(ToDoubleFunction<Sample> value) {
		return (meters) -> {
			Sample sample = meters.sample;
			return (sample != null) ? value.applyAsDouble(sample) : Double.NaN;
		};
	}

	/**
	 * What was seen of the store at one time.
	 */
	private record Sample(StoreBacklog backlog, StoreSize size) {

	}

}
