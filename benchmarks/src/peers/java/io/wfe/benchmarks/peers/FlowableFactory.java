package io.wfe.benchmarks.peers;

import io.wfe.benchmarks.engine.Engine;
import io.wfe.benchmarks.engine.EngineFactory;
import io.wfe.benchmarks.engine.EngineSettings;

/**
 * Opens Flowable.
 */
public final class FlowableFactory implements EngineFactory {

	/**
	 * For the service loader.
	 */
	public FlowableFactory() {
	}

	@Override
	public String name() {
		return "Flowable";
	}

	@Override
	public Engine open(EngineSettings settings) {
		return new FlowableEngine(settings);
	}

}
