package io.wfe.benchmarks.jmh;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.wfe.benchmarks.measure.Report;
import io.wfe.benchmarks.measure.Statistics;
import io.wfe.benchmarks.measure.Summary;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * The medians of several rounds of JMH, with the ratios of each round.
 */
public final class JmhReport {

	private static final double MICROS = 1e6;

	private final Report report;

	private final int threads;

	private final Map<String, Rounds> benchmarks = new LinkedHashMap<>();

	/**
	 * Creates a report.
	 * @param out where to print
	 * @param run what to say about the run
	 * @param threads how many threads worked at the same time
	 */
	public JmhReport(PrintWriter out, Map<String, Object> run, int threads) {
		this.report = new Report(out, run);
		this.threads = threads;
	}

	/**
	 * Adds what JMH has measured.
	 * @param result the result of one benchmark in one mode
	 */
	public void add(RunResult result) {
		BenchmarkParams params = result.getParams();
		String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
		String name = params.getParamsKeys().contains("pointers")
				? method + ", " + params.getParam("pointers") + " pointers" : method;
		Rounds rounds = this.benchmarks.computeIfAbsent(name, (key) -> new Rounds());
		org.openjdk.jmh.util.Statistics statistics = result.getPrimaryResult().getStatistics();
		if (params.getMode() == Mode.Throughput) {
			rounds.perSecond.add(result.getPrimaryResult().getScore());
		}
		else if (params.getMode() == Mode.SampleTime) {
			rounds.medians.add(statistics.getPercentile(50) * MICROS);
			rounds.p99s.add(statistics.getPercentile(99) * MICROS);
			rounds.operations += statistics.getN();
		}
	}

	/**
	 * Prints the table and writes the file.
	 * @param file where to write
	 * @throws IOException if that fails
	 */
	public void finish(Path file) throws IOException {
		this.report.scenario("jmh", "throughput and percentiles with " + this.threads + " threads");
		this.benchmarks.forEach((name, rounds) -> {
			String other = (name.startsWith("load") || name.startsWith("due")) ? "ping" : "floor";
			Rounds others = this.benchmarks.get(other);
			boolean comparable = others != null && others.medians.size() == rounds.medians.size();
			this.report.measured(name, rounds.summary(),
					rounds.ratio(comparable ? Objects.requireNonNull(others) : rounds),
					comparable ? "x " + other : "x itself");
		});
		this.report.finish(file);
	}

	private static final class Rounds {

		private final List<Double> perSecond = new ArrayList<>();

		private final List<Double> medians = new ArrayList<>();

		private final List<Double> p99s = new ArrayList<>();

		private long operations;

		private double ratio(Rounds other) {
			return median(IntStream.range(0, this.medians.size())
				.mapToObj((round) -> this.medians.get(round) / other.medians.get(round))
				.toList());
		}

		private Summary summary() {
			return new Summary(median(this.medians), median(this.p99s), median(this.perSecond), this.operations);
		}

		/**
		 * Has no value if JMH measures in another mode.
		 */
		private static double median(List<Double> values) {
			return values.isEmpty() ? 0 : Statistics.median(values.stream().mapToDouble(Double::doubleValue).toArray());
		}

	}

}
