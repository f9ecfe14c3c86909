package io.wfe.benchmarks.engine;

import java.util.List;

/**
 * A group of measurements of engines.
 */
public interface EngineScenario {

	/**
	 * Returns the name, as it is given on the command line.
	 * @return a short name
	 */
	String name();

	/**
	 * Returns what is measured.
	 * @return a phrase
	 */
	String description();

	/**
	 * Measures.
	 * @param context the server, how much to do, and where to report
	 * @throws Exception if something fails
	 */
	void run(EngineContext context) throws Exception;

	/**
	 * All scenarios.
	 * @return scenarios in the order in which they are run
	 */
	static List<EngineScenario> all() {
		return List.of(new Throughput(), new Latency(), new Timers(), new EventDelivery(), new BesideFinished(),
				new Takeover(), new LongInstance(), new Idle(), new Nodes());
	}

}
