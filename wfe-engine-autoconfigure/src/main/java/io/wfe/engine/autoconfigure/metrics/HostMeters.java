package io.wfe.engine.autoconfigure.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wfe.engine.HostStatus;
import io.wfe.engine.WorkflowHost;

/**
 * The gauges of the host. Reading them asks nothing of the database.
 */
final class HostMeters implements MeterBinder {

	private final WorkflowHost host;

	private final String store;

	/**
	 * Creates gauges.
	 * @param store the name of the store of the host
	 */
	HostMeters(WorkflowHost host, String store) {
		this.host = host;
		this.store = store;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "wfe.host.leased", "1 if this host has its lease, 0 if not",
				(status) -> status.leased() ? 1 : 0);
		gauge(registry, "wfe.host.owned", "Workflows that this host runs", HostStatus::owned);
		gauge(registry, "wfe.host.places", "Workflows that this host can run at a time", HostStatus::places);
		gauge(registry, "wfe.host.writes.waiting", "Passes that wait to be written", HostStatus::waitingWrites);
		gauge(registry, "wfe.host.writes.group", "Passes that were last written together", HostStatus::groupSize);
		age(registry, "wfe.host.lag", "How long what this host last took had been due", HostStatus::lag);
		age(registry, "wfe.host.step.age", "How long the longest running step has been running",
				(status) -> status.steps().isEmpty() ? Duration.ZERO : status.steps().get(0).age());
		FunctionCounter.builder("wfe.events.delivered", this.host, (host) -> host.status().deliveredEvents())
			.tag("store", this.store)
			.description("Deliveries of events to workflows that wait for them")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<HostStatus> value) {
		Gauge.builder(name, this.host, (host) -> value.applyAsDouble(host.status()))
			.tag("store", this.store)
			.description(description)
			.register(registry);
	}

	private void age(MeterRegistry registry, String name, String description, Function<HostStatus, Duration> value) {
		TimeGauge.builder(name, this.host, TimeUnit.MILLISECONDS, (host) -> value.apply(host.status()).toMillis())
			.tag("store", this.store)
			.description(description)
			.register(registry);
	}

}
