package io.wfe.benchmarks.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

import io.wfe.benchmarks.measure.Goal;

/**
 * W3: how late sleeping workflows wake up.
 */
final class Timers implements EngineScenario {

	private static final int WORKFLOWS = 1000;

	private static final int WARM_UPS = 3;

	@Override
	public String name() {
		return "w3";
	}

	@Override
	public String description() {
		return WORKFLOWS + " workflows sleep for " + Workloads.SLEEP.toSeconds() + " s; lateness of the next step";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		for (EngineFactory factory : context.engines(EngineFactory.Workload.SLEEP)) {
			boolean ours = factory instanceof WfeEngine.Factory;
			try (Engine engine = factory.open(context.settings(factory.name(), Throughput.IN_FLIGHT))) {
				for (int time = 0; time < WARM_UPS; time++) {
					measure(engine);
				}
				Percentiles.report(context, factory.name(), measure(engine), Throughput.goal(ours, Goal.atMost(10)),
						Throughput.goal(ours, Goal.atMost(60)));
			}
		}
	}

	private static long[] measure(Engine engine) throws InterruptedException {
		AtomicLongArray asleep = new AtomicLongArray(WORKFLOWS);
		AtomicLongArray awake = new AtomicLongArray(WORKFLOWS);
		CountDownLatch left = new CountDownLatch(WORKFLOWS);
		ExecutorService executor = Executors.newFixedThreadPool(Flood.STARTERS);
		for (int workflow = 0; workflow < WORKFLOWS; workflow++) {
			int number = workflow;
			String key = Flood.key();
			Probes.expect(key, new Probes.Probe() {
				@Override
				public void asleep() {
					asleep.compareAndSet(number, 0, System.nanoTime());
				}

				@Override
				public void ran() {
					awake.set(number, System.nanoTime());
					Probes.forget(key);
					left.countDown();
				}
			});
			executor.execute(() -> engine.startSleeper(key));
		}
		executor.shutdown();
		if (!left.await(2, TimeUnit.MINUTES)) {
			throw new IllegalStateException(left.getCount() + " workflows have not woken up");
		}
		long[] late = new long[WORKFLOWS];
		for (int workflow = 0; workflow < WORKFLOWS; workflow++) {
			late[workflow] = Math.max(0, awake.get(workflow) - asleep.get(workflow) - Workloads.SLEEP.toNanos());
		}
		return late;
	}

}
