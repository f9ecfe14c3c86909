package io.wfe.postgres.autoconfigure.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.wfe.core.WfeException;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.core.support.BackgroundLoop;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Looks at the store in the background, from when the application is up to when it stops.
 */
final class StoreSampler implements SmartLifecycle, BackgroundLoop.Failures {

	static final String THREAD_NAME = "wfe-metrics";

	private static final Logger logger = LoggerFactory.getLogger(StoreSampler.class);

	private final PostgresPersistenceProvider provider;

	private final StoreMeters meters;

	private final Clock clock;

	private final String named;

	private final BackgroundLoop loop;

	StoreSampler(PostgresPersistenceProvider provider, StoreMeters meters, Clock clock, Duration interval,
			String store) {
		this.named = store.equals(StoreRegistry.DEFAULT) ? "" : " '" + store + "'";
		this.provider = provider;
		this.meters = meters;
		this.clock = clock;
		this.loop = BackgroundLoop.every(interval, THREAD_NAME, this::sample, this);
	}

	private void sample(BooleanSupplier stopping) {
		this.meters.show(this.provider.getBacklog(this.clock.instant()), this.provider.estimateSize());
	}

	@Override
	public void failed(Throwable failure, boolean first) {
		this.meters.showNothing();
		logger.debug("Could not read the metrics of the workflow store{}", this.named, failure);
		if (first) {
			logger.warn(
					"The metrics of the workflow store{} have no values until it can be read again: {}. See that the "
							+ "database answers, and that the user of the store may SELECT from its tables",
					this.named,
					(failure instanceof WfeException) ? failure.getMessage() : failure.getClass().getName());
		}
	}

	@Override
	public void recovered() {
		logger.info("The metrics of the workflow store{} have values again", this.named);
	}

	@Override
	public void start() {
		this.loop.start();
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Calls back as soon as the thread no longer uses the store. It does not go on
	 * waiting for a connection.
	 */
	@Override
	public void stop(Runnable callback) {
		this.loop.stopNow(() -> {
			this.meters.showNothing();
			callback.run();
		});
	}

	@Override
	public boolean isRunning() {
		return this.loop.isRunning();
	}

}
