package io.wfe.benchmarks.engine;

import java.time.Duration;

/**
 * What the workflows of all engines have in common.
 */
public final class Workloads {

	/**
	 * How long a workflow sleeps.
	 */
	public static final Duration SLEEP = Duration.ofSeconds(2);

	/**
	 * The number of steps of a long workflow.
	 */
	public static final int LONG_STEPS = 10_000;

	private Workloads() {
	}

}
