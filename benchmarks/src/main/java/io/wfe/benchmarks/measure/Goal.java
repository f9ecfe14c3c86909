package io.wfe.benchmarks.measure;

import java.math.BigDecimal;

/**
 * What is to be reached.
 *
 * @param limit the limit
 * @param upper whether it is the most that is good, or else the least
 */
public record Goal(double limit, boolean upper) {

	/**
	 * Returns a goal of at most a value.
	 * @param limit the limit
	 * @return a new goal
	 */
	public static Goal atMost(double limit) {
		return new Goal(limit, true);
	}

	/**
	 * Returns a goal of at least a value.
	 * @param limit the limit
	 * @return a new goal
	 */
	public static Goal atLeast(double limit) {
		return new Goal(limit, false);
	}

	boolean isMet(double value) {
		return this.upper ? value <= this.limit : value >= this.limit;
	}

	@Override
	public String toString() {
		return (this.upper ? "<= " : ">= ") + BigDecimal.valueOf(this.limit).stripTrailingZeros().toPlainString();
	}

}
