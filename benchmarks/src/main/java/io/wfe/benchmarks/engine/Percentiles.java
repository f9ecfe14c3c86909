package io.wfe.benchmarks.engine;

import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Reports medians and percentiles of times.
 */
final class Percentiles {

	private static final double NANOS_PER_MILLI = 1e6;

	private Percentiles() {
	}

	static void report(EngineContext context, String what, long[] nanos, @Nullable Goal median, @Nullable Goal p99) {
		context.report().figure(what + ", p50", Statistics.percentile(nanos, 0.5) / NANOS_PER_MILLI, "ms", median);
		context.report().figure(what + ", p99", Statistics.percentile(nanos, 0.99) / NANOS_PER_MILLI, "ms", p99);
	}

}
