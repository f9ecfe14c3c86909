package io.wfe.postgres.autoconfigure.metrics;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreListener;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.core.support.StopAll;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.NamedStoreProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * The gauges of the named stores, which come and go with them.
 */
final class MetricsOfNamedStores implements StoreListener, SmartLifecycle {

	private final ObjectProvider<MeterRegistry> registries;

	private final Clock clock;

	private final Environment environment;

	private final Map<String, StoreSampler> samplers = new TreeMap<>();

	private volatile boolean running;

	MetricsOfNamedStores(StoreRegistry stores, ObjectProvider<MeterRegistry> registries, Clock clock,
			Environment environment) {
		this.registries = registries;
		this.clock = clock;
		this.environment = environment;
		stores.addListener(this);
	}

	@Override
	public synchronized void added(String name, PersistenceProvider store) {
		if (store instanceof PostgresPersistenceProvider provider) {
			StoreMeters meters = new StoreMeters(name);
			StoreSampler sampler = new StoreSampler(provider, meters, this.clock, properties(name).sampleInterval(),
					name);
			this.registries.ifUnique(meters::bindTo);
			this.samplers.put(name, sampler);
			if (this.running) {
				sampler.start();
			}
		}
	}

	private WfePostgresMetricsProperties properties(String name) {
		return NamedStoreProperties.bind(this.environment, name, ".metrics", WfePostgresMetricsProperties.class);
	}

	@Override
	public synchronized void removed(String name) {
		StoreSampler sampler = this.samplers.remove(name);
		if (sampler != null) {
			sampler.stop();
			this.registries.ifUnique((registry) -> registry.getMeters()
				.stream()
				.filter((meter) -> isOf(meter, name))
				.forEach(registry::remove));
		}
	}

	private static boolean isOf(Meter meter, String store) {
		return meter.getId().getName().startsWith("wfe.") && store.equals(meter.getId().getTag("store"));
	}

	@Override
	public synchronized void start() {
		this.running = true;
		this.samplers.values().forEach(StoreSampler::start);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public synchronized void stop(Runnable callback) {
		this.running = false;
		StopAll.stop(this.samplers.values(), StoreSampler::stop, callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
