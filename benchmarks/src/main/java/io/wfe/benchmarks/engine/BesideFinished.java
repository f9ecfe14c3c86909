package io.wfe.benchmarks.engine;

import java.util.List;

import io.wfe.benchmarks.measure.Goal;

/**
 * W5: the workflows of W1, in a store that holds many ended ones.
 */
final class BesideFinished implements EngineScenario {

	private static final int MILLION = 1_000_000;

	@Override
	public String name() {
		return "w5";
	}

	@Override
	public String description() {
		return "the workflows of w1 beside many finished ones, against an empty store";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		int finished = context.sizes().finished();
		EngineSettings full = context.settings("full", Throughput.IN_FLIGHT);
		EngineSettings empty = context.settings("empty", Throughput.IN_FLIGHT);
		try (WfeEngine beside = new WfeEngine(full); WfeEngine alone = new WfeEngine(empty)) {
			Flood.run(beside, 1, 1, 1, context.jdbc());
			Clones.fill(context.jdbc(), full.schema(), finished);
			for (WfeEngine engine : List.of(alone, beside)) {
				Flood.run(engine, context.sizes().workflows(), Flood.STARTERS, Throughput.IN_FLIGHT, context.jdbc());
			}
			context.analyze(full.schema());
			context.analyze(empty.schema());
			Throughput.Series series = new Throughput.Series();
			for (int round = 0; round < context.sizes().rounds(); round++) {
				for (WfeEngine engine : context.shuffled(List.of(alone, beside))) {
					Flood.Result result = Flood.run(engine, context.sizes().workflows(), Flood.STARTERS,
							Throughput.IN_FLIGHT, context.jdbc());
					series.add((engine == beside) ? "beside" : "alone", result.seconds());
				}
			}
			context.report()
				.figure("wfe, " + Throughput.IN_FLIGHT + " in flight, beside " + finished + " finished workflows",
						series.ratio("beside", "alone"), "x the time on an empty store",
						Goal.atMost((finished >= MILLION) ? 1.1 : 1.05));
		}
	}

}
