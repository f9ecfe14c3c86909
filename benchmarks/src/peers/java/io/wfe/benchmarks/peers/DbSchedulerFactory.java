package io.wfe.benchmarks.peers;

import io.wfe.benchmarks.engine.Engine;
import io.wfe.benchmarks.engine.EngineFactory;
import io.wfe.benchmarks.engine.EngineSettings;

/**
 * Opens db-scheduler.
 */
public final class DbSchedulerFactory implements EngineFactory {

	/**
	 * For the service loader.
	 */
	public DbSchedulerFactory() {
	}

	@Override
	public String name() {
		return "db-scheduler";
	}

	@Override
	public Engine open(EngineSettings settings) {
		return new DbScheduler(settings);
	}

}
