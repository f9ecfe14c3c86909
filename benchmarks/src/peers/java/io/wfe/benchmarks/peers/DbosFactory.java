package io.wfe.benchmarks.peers;

import java.util.EnumSet;
import java.util.Set;

import io.wfe.benchmarks.engine.Engine;
import io.wfe.benchmarks.engine.EngineFactory;
import io.wfe.benchmarks.engine.EngineSettings;

/**
 * Opens DBOS Transact.
 */
public final class DbosFactory implements EngineFactory {

	/**
	 * For the service loader.
	 */
	public DbosFactory() {
	}

	@Override
	public String name() {
		return "DBOS";
	}

	@Override
	public Set<EngineFactory.Workload> workloads() {
		return EnumSet.allOf(EngineFactory.Workload.class);
	}

	@Override
	public Engine open(EngineSettings settings) {
		return new Dbos(settings);
	}

}
