package io.wfe.benchmarks.engine;

import java.util.Set;

/**
 * Opens engines of one kind. The service loader finds those of other engines.
 */
public interface EngineFactory {

	/**
	 * Returns the name of the engine, with its version.
	 * @return the name
	 */
	String name();

	/**
	 * Returns what the engine offers.
	 * @return the workloads
	 */
	default Set<Workload> workloads() {
		return Set.of(Workload.values());
	}

	/**
	 * Creates the tables of the engine, and starts it.
	 * @param settings where and how
	 * @return the engine at work
	 */
	Engine open(EngineSettings settings);

	/**
	 * What an engine may be asked to do.
	 */
	enum Workload {

		/** Steps that do nothing. */
		STEPS,
		/** A workflow that runs at once. */
		BODY,
		/** Sleeping workflows. */
		SLEEP,
		/** Events that workflows wait for. */
		EVENTS,
		/** A workflow of many steps. */
		LONG

	}

}
