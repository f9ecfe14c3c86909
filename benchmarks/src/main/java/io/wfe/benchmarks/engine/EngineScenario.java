package io.wfe.benchmarks.engine;

import java.util.List;

import io.wfe.benchmarks.measure.Measurement;

/**
 * A group of measurements of engines.
 */
public interface EngineScenario extends Measurement<EngineContext> {

	/**
	 * All scenarios.
	 * @return scenarios in the order in which they are run
	 */
	static List<EngineScenario> all() {
		return List.of(new Throughput(), new Latency(), new Timers(), new EventDelivery(), new BesideFinished(),
				new Takeover(), new LongInstance(), new Idle(), new Nodes(), new OnCitus());
	}

}
