package io.wfe.reliability;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations, in memory that does not grow: in classes that are an eighth wider
 * than the one before.
 */
final class Durations {

	private static final double STEP = Math.log(1.125);

	private final AtomicLongArray counts = new AtomicLongArray(300);

	void add(long nanos) {
		int index = (int) (Math.log((double) Math.max(1, nanos)) / STEP);
		this.counts.incrementAndGet(Math.min(index, this.counts.length() - 1));
	}

	/**
	 * Returns the time in milliseconds that a part of the durations does not exceed, and
	 * forgets all.
	 */
	double takeMillis(double part) {
		long[] taken = new long[this.counts.length()];
		long all = 0;
		for (int index = 0; index < taken.length; index++) {
			taken[index] = this.counts.getAndSet(index, 0);
			all += taken[index];
		}
		long seen = 0;
		for (int index = 0; index < taken.length; index++) {
			seen += taken[index];
			if (all > 0 && seen >= all * part) {
				return Math.exp((index + 1) * STEP) / 1e6;
			}
		}
		return 0;
	}

}
