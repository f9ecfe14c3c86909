package io.wfe.benchmarks.scenario;

import java.time.Duration;

import io.wfe.benchmarks.measure.Pace;
import io.wfe.benchmarks.measure.Report;
import io.wfe.benchmarks.store.Environment;
import io.wfe.benchmarks.store.Store;

/**
 * What a scenario works with.
 *
 * @param environment the stores
 * @param pace how long to measure
 * @param threads how many threads to use where there is more than one
 * @param churn how long to persist for the growth of the tables
 * @param report where to report
 */
public record Context(Environment environment, Pace pace, int threads, Duration churn, Report report) {

	private static final int MILLION = 1_000_000;

	Store store() {
		return this.environment.large();
	}

	/**
	 * Chooses between the goals for a store of 100,000 workflows and one of a million.
	 */
	double bySize(double usual, double million) {
		return (store().workflows() >= MILLION) ? million : usual;
	}

}
