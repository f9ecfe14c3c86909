package io.wfe.benchmarks.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What contestants took, measured in turns.
 */
public final class Comparison {

	private static final double NANOS_PER_MICRO = 1000;

	private final int threads;

	private final Map<String, Slices> slices = new LinkedHashMap<>();

	Comparison(int threads, List<Contestant> contestants, int rounds) {
		this.threads = threads;
		contestants.forEach((contestant) -> this.slices.put(contestant.name(), new Slices(rounds)));
	}

	void add(Contestant contestant, int round, long[] nanos, double seconds) {
		slices(contestant.name()).add(round, nanos, seconds);
	}

	private Slices slices(String name) {
		return Objects.requireNonNull(this.slices.get(name), name);
	}

	/**
	 * Returns the number of threads that worked at the same time.
	 * @return one or more
	 */
	public int threads() {
		return this.threads;
	}

	/**
	 * Returns what one of the contestants took.
	 * @param name its name
	 * @return its figures
	 */
	public Summary summary(String name) {
		return slices(name).summary();
	}

	/**
	 * Returns how many times longer one took than another. In each round both run shortly
	 * after each other, and the median of the rounds counts.
	 * @param name the name of the one
	 * @param other the name of the other
	 * @return the ratio
	 */
	public double ratio(String name, String other) {
		double[] medians = slices(name).medians;
		double[] others = slices(other).medians;
		double[] ratios = new double[medians.length];
		Arrays.setAll(ratios, (round) -> medians[round] / others[round]);
		return Statistics.median(ratios);
	}

	private static final class Slices {

		private final double[] medians;

		private final double[] perSecond;

		private final long[][] nanos;

		Slices(int rounds) {
			this.medians = new double[rounds];
			this.perSecond = new double[rounds];
			this.nanos = new long[rounds][];
		}

		void add(int round, long[] nanos, double seconds) {
			this.nanos[round] = nanos;
			this.medians[round] = Statistics.percentile(nanos, 0.5);
			this.perSecond[round] = nanos.length / seconds;
		}

		Summary summary() {
			long[] all = Arrays.stream(this.nanos).flatMapToLong(Arrays::stream).toArray();
			return new Summary(Statistics.median(this.medians) / NANOS_PER_MICRO,
					Statistics.percentile(all, 0.99) / NANOS_PER_MICRO, Statistics.median(this.perSecond), all.length);
		}

	}

}
