package io.wfe.benchmarks.measure;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param rounds how many slices each contestant has
 * @param slice how long a slice lasts; one operation at least
 * @param warmup how long each contestant runs beforehand
 */
public record Pace(int rounds, Duration slice, Duration warmup) {

	/**
	 * Returns the same with fewer rounds, for long measurements.
	 * @param limit the most rounds there are to be
	 * @return a pace
	 */
	public Pace atMost(int limit) {
		return new Pace(Math.min(this.rounds, limit), this.slice, this.warmup);
	}

	/**
	 * Returns the same with shorter slices, for many short measurements.
	 * @return a pace
	 */
	public Pace brief() {
		return new Pace(Math.max(this.rounds / 2, 1), this.slice.dividedBy(2), this.warmup.dividedBy(2));
	}

}
