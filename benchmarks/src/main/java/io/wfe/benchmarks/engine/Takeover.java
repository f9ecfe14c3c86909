package io.wfe.benchmarks.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Statistics;

/**
 * W6: how long it takes until another host runs the step of a killed JVM.
 */
final class Takeover implements EngineScenario {

	private static final Duration SHORTEST_LEASE = Duration.ofMillis(600);

	private static final Duration SHORTEST_POLL = Duration.ofMillis(50);

	@Override
	public String name() {
		return "w6";
	}

	@Override
	public String description() {
		return "from SIGKILL of a JVM within a step until the step runs elsewhere";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		measure(context, "with defaults", WfeEngine.Options.DEFAULT, Goal.atMost(9));
		measure(context,
				"lease of " + SHORTEST_LEASE.toMillis() + " ms, poll interval of " + SHORTEST_POLL.toMillis() + " ms",
				WfeEngine.Options.DEFAULT.within(SHORTEST_POLL, SHORTEST_LEASE), Goal.atMost(1.5));
	}

	private static void measure(EngineContext context, String what, WfeEngine.Options options, Goal goal)
			throws Exception {
		int rounds = Math.min(3, context.sizes().rounds());
		double[] seconds = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			seconds[round] = once(context, options);
		}
		context.report().figure("wfe, " + what, Statistics.median(seconds), "s", goal);
	}

	private static double once(EngineContext context, WfeEngine.Options options) throws Exception {
		EngineSettings settings = context.settings("takeover", Throughput.IN_FLIGHT);
		CountDownLatch ran = new CountDownLatch(1);
		String key = Flood.key();
		Probes.expect(key, new Probes.Probe() {
			@Override
			public void ran() {
				ran.countDown();
			}
		});
		try (WfeEngine starting = new WfeEngine(settings, options.executing(false));
				NodeProcess node = NodeProcess.start(context.url(), settings, options, true)) {
			starting.startBody(key);
			node.await(NodeProcess.RAN);
			try (WfeEngine survivor = new WfeEngine(settings, options)) {
				if (!survivor.host().isRunning()) {
					throw new IllegalStateException("The other host has not started");
				}
				TimeUnit.SECONDS.sleep(1);
				long killed = System.nanoTime();
				node.kill();
				if (!ran.await(2, TimeUnit.MINUTES)) {
					throw new IllegalStateException("No other host has run the step");
				}
				return (System.nanoTime() - killed) / 1e9;
			}
		}
		finally {
			Probes.forget(key);
		}
	}

}
