package io.wfe.benchmarks.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Report;
import io.wfe.benchmarks.measure.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * W1: how many steps an engine does in a second, and what each workflow costs.
 */
final class Throughput implements EngineScenario {

	static final int IN_FLIGHT = 200;

	private static final Duration FLOOR_TIME = Duration.ofMillis(1500);

	private static final int WARM_UPS = 2;

	@Override
	public String name() {
		return "w1";
	}

	@Override
	public String description() {
		return "workflows of 3 steps that do nothing, started by " + Flood.STARTERS + " threads";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		Series series = new Series();
		Map<String, Engine> engines = new LinkedHashMap<>();
		try {
			for (EngineFactory factory : context.engines(EngineFactory.Workload.STEPS)) {
				EngineSettings settings = context.settings(factory.name(), IN_FLIGHT);
				Engine engine = factory.open(settings);
				engines.put(factory.name(), engine);
				warmUp(context, engine);
				context.analyze(settings.schema());
			}
			context.floor().perSecond(Floor.THREADS, FLOOR_TIME);
			List<Turn> turns = turns(context, engines);
			for (int round = 0; round < context.sizes().rounds(); round++) {
				for (Turn turn : context.shuffled(turns)) {
					turn.run(series);
				}
			}
		}
		finally {
			engines.values().forEach(Engine::close);
		}
		report(context, series, List.copyOf(engines.keySet()));
		count(context);
	}

	private static void warmUp(EngineContext context, Engine engine) throws Exception {
		for (int time = 0; time < WARM_UPS; time++) {
			Flood.run(engine, context.sizes().workflows(), Flood.STARTERS, IN_FLIGHT, context.jdbc());
			Flood.run(engine, alone(context), 1, 1, context.jdbc());
		}
	}

	private static int alone(EngineContext context) {
		return Math.max(1, context.sizes().workflows() / 8);
	}

	private static List<Turn> turns(EngineContext context, Map<String, Engine> engines) {
		List<Turn> turns = new ArrayList<>();
		turns.add((series) -> {
			Usage before = Usage.now(context.jdbc());
			double perSecond = context.floor().perSecond(Floor.THREADS, FLOOR_TIME);
			Usage usage = Usage.now(context.jdbc()).minus(before);
			series.add("floor", perSecond);
			series.add("floor cpu",
					(usage.clientMillis() + usage.serverMillis()) * 1000 / FLOOR_TIME.toMillis() / perSecond);
		});
		turns.add((series) -> series.add("floor 1", context.floor().perSecond(1, FLOOR_TIME)));
		engines.forEach((name, engine) -> {
			turns.add((series) -> series.add(name + " many",
					Flood.run(engine, context.sizes().workflows(), Flood.STARTERS, IN_FLIGHT, context.jdbc())));
			turns.add((series) -> series.add(name + " one", Flood.run(engine, alone(context), 1, 1, context.jdbc())));
		});
		return turns;
	}

	private static void report(EngineContext context, Series series, List<String> names) {
		Report report = context.report();
		report.figure("FLOOR, " + Floor.THREADS + " threads", series.median("floor"), "commits/s", null);
		if (Usage.knowsServer(context.jdbc())) {
			report.figure("FLOOR, " + Floor.THREADS + " threads", series.median("floor cpu"),
					"ms of processor time a commit", null);
		}
		report.figure("FLOOR, 1 thread", series.median("floor 1"), "commits/s", null);
		String bestPeer = null;
		for (String name : names) {
			boolean ours = name.equals(names.get(0));
			report.figure(name + ", " + IN_FLIGHT + " in flight", series.median(name + " many steps"), "steps/s", null);
			report.figure(name + ", " + IN_FLIGHT + " in flight", series.ratio(name + " many steps", "floor"),
					"x FLOOR", goal(ours, Goal.atLeast(1)));
			report.figure(name + ", one in flight", series.ratio(name + " one steps", "floor 1"),
					"x FLOOR with 1 thread", goal(ours, Goal.atLeast(0.7)));
			report.figure(name + ", " + IN_FLIGHT + " in flight", series.median(name + " many wal"),
					"bytes of log a workflow", goal(ours, Goal.atMost(4000)));
			if (Usage.knowsServer(context.jdbc())) {
				report.figure(name + ", " + IN_FLIGHT + " in flight, server", series.median(name + " many server"),
						"ms of processor time a workflow", null);
				report.figure(name + ", " + IN_FLIGHT + " in flight", series.median(name + " many cpu"),
						"ms of processor time a workflow", goal(ours, Goal.atMost(1.2)));
			}
			if (!ours && (bestPeer == null
					|| series.median(name + " many steps") > series.median(bestPeer + " many steps"))) {
				bestPeer = name;
			}
		}
		if (bestPeer != null) {
			report.figure(names.get(0) + ", " + IN_FLIGHT + " in flight",
					series.ratio(names.get(0) + " many steps", bestPeer + " many steps"), "x " + bestPeer,
					Goal.atLeast(3));
		}
	}

	static @Nullable Goal goal(boolean ours, Goal goal) {
		return ours ? goal : null;
	}

	/**
	 * Counts behind a proxy, which costs time.
	 */
	private static void count(EngineContext context) throws Exception {
		for (EngineFactory factory : context.engines(EngineFactory.Workload.STEPS)) {
			boolean ours = factory instanceof WfeEngine.Factory;
			try (CountingProxy proxy = context.proxy()) {
				EngineSettings settings = new EngineSettings(proxy.url(), context.emptySchema(factory.name()),
						IN_FLIGHT, EngineContext.CONNECTIONS);
				try (Engine engine = factory.open(settings)) {
					Flood.run(engine, context.sizes().workflows(), Flood.STARTERS, IN_FLIGHT, context.jdbc());
					Flood.run(engine, alone(context), 1, 1, context.jdbc());
					count(context, factory.name(), proxy, engine, ours, IN_FLIGHT);
					count(context, factory.name(), proxy, engine, ours, 1);
				}
			}
		}
	}

	private static void count(EngineContext context, String name, CountingProxy proxy, Engine engine, boolean ours,
			int inFlight) throws Exception {
		boolean one = inFlight == 1;
		int workflows = one ? alone(context) : context.sizes().workflows();
		long trips = proxy.trips();
		long transactions = proxy.transactions();
		int run = Flood.run(engine, workflows, one ? 1 : Flood.STARTERS, inFlight, context.jdbc()).workflows();
		String what = name + (one ? ", one in flight" : ", " + inFlight + " in flight");
		context.report()
			.figure(what, (double) (proxy.transactions() - transactions) / run, "transactions a workflow",
					goal(ours, Goal.atMost(one ? 4.5 : 1)));
		context.report()
			.figure(what, (double) (proxy.trips() - trips) / run, "round trips a workflow",
					goal(ours, Goal.atMost(one ? 5 : 1.5)));
	}

	/**
	 * One of those that are measured in turn.
	 */
	private interface Turn {

		void run(Series series) throws Exception;

	}

	/**
	 * Figures of several rounds.
	 */
	static final class Series {

		private final Map<String, List<Double>> values = new LinkedHashMap<>();

		void add(String name, double value) {
			this.values.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
		}

		void add(String name, Flood.Result result) {
			add(name + " steps", result.stepsPerSecond());
			add(name + " wal", result.walBytes());
			add(name + " client", result.clientMillis());
			add(name + " server", result.serverMillis());
			add(name + " cpu", result.clientMillis() + result.serverMillis());
		}

		private double[] all(String name) {
			return this.values.getOrDefault(name, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
		}

		double median(String name) {
			return Statistics.median(all(name));
		}

		/**
		 * Returns the median of the ratios of each round.
		 */
		double ratio(String name, String other) {
			double[] ones = all(name);
			double[] others = all(other);
			double[] ratios = new double[Math.min(ones.length, others.length)];
			Arrays.setAll(ratios, (round) -> ones[round] / others[round]);
			return Statistics.median(ratios);
		}

	}

}
