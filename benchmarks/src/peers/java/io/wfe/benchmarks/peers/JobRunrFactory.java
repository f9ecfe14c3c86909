package io.wfe.benchmarks.peers;

import java.util.EnumSet;
import java.util.Set;

import io.wfe.benchmarks.engine.Engine;
import io.wfe.benchmarks.engine.EngineFactory;
import io.wfe.benchmarks.engine.EngineSettings;

/**
 * Opens JobRunr. Its jobs cannot wait for an event.
 */
public final class JobRunrFactory implements EngineFactory {

	/**
	 * For the service loader.
	 */
	public JobRunrFactory() {
	}

	@Override
	public String name() {
		return "JobRunr";
	}

	@Override
	public Set<EngineFactory.Workload> workloads() {
		return EnumSet.complementOf(EnumSet.of(EngineFactory.Workload.EVENTS));
	}

	@Override
	public Engine open(EngineSettings settings) {
		return new JobRunrEngine(settings);
	}

}
