package io.wfe.benchmarks.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.wfe.benchmarks.measure.Goal;

/**
 * The same work on one, two and four JVMs.
 */
final class Nodes implements EngineScenario {

	private static final double LIMIT = 1.15;

	@Override
	public String name() {
		return "nodes";
	}

	@Override
	public String description() {
		return "workflows of 3 steps that lie ready, run by 1, 2 and 4 JVMs";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		Figures one = run(context, 1);
		one.report(context, 1, one);
		for (int nodes : new int[] { 2, 4 }) {
			run(context, nodes).report(context, nodes, one);
		}
	}

	private static Figures run(EngineContext context, int nodes) throws Exception {
		int workflows = 2 * context.sizes().workflows();
		try (CountingProxy proxy = context.proxy()) {
			EngineSettings settings = context.settings("nodes", Throughput.IN_FLIGHT / 4);
			List<NodeProcess> all = new ArrayList<>();
			try (WfeEngine starting = new WfeEngine(settings, WfeEngine.Options.DEFAULT.executing(false))) {
				for (int workflow = 0; workflow < workflows; workflow++) {
					starting.startSteps(Flood.key());
				}
				context.analyze(settings.schema());
				Usage before = Usage.now(context.jdbc());
				for (int node = 0; node < nodes; node++) {
					all.add(NodeProcess.start(proxy.url(), settings, WfeEngine.Options.DEFAULT, false));
				}
				while (open(context, settings) > 0) {
					LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
				}
				long wal = Usage.now(context.jdbc()).minus(before).walBytes();
				long trips = proxy.trips();
				long transactions = proxy.transactions();
				long steps = 0;
				for (NodeProcess node : all) {
					steps += node.stop();
				}
				return new Figures(workflows, steps, (double) wal / workflows, (double) trips / workflows,
						(double) transactions / workflows);
			}
			finally {
				all.forEach(NodeProcess::close);
			}
		}
	}

	private static int open(EngineContext context, EngineSettings settings) {
		return context.jdbc()
			.sql("SELECT count(*) FROM " + settings.schema() + ".workflows WHERE status <> 'Complete'")
			.query(Integer.class)
			.single();
	}

	/**
	 * What a run took.
	 */
	private record Figures(int workflows, long steps, double wal, double trips, double transactions) {

		void report(EngineContext context, int nodes, Figures one) {
			Goal goal = (nodes > 1) ? Goal.atMost(LIMIT) : null;
			String what = "wfe, " + nodes + ((nodes > 1) ? " JVMs" : " JVM");
			context.report()
				.figure(what, (double) this.steps / Flood.STEPS / this.workflows, "runs of each step", Goal.atMost(1));
			context.report().figure(what, this.transactions, "transactions a workflow", null);
			if (nodes > 1) {
				context.report().figure(what, this.transactions / one.transactions, "x transactions with 1 JVM", goal);
				context.report().figure(what, this.trips / one.trips, "x round trips with 1 JVM", goal);
				context.report().figure(what, this.wal / one.wal, "x log with 1 JVM", goal);
			}
		}

	}

}
