package io.wfe.benchmarks.measure;

import java.util.Arrays;

/**
 * Medians and percentiles.
 */
public final class Statistics {

	private Statistics() {
	}

	/**
	 * Returns the median.
	 * @param values at least one value
	 * @return the median
	 */
	public static double median(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * Returns the value below which a part of the values lies.
	 * @param values at least one value
	 * @param part between 0 and 1
	 * @return one of the values
	 */
	public static long percentile(long[] values, double part) {
		long[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[Math.min((int) (sorted.length * part), sorted.length - 1)];
	}

}
