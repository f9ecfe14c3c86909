package io.wfe.benchmarks.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.wfe.benchmarks.measure.Goal;
import org.jspecify.annotations.Nullable;

/**
 * W2: how long after a start the step runs, while nothing else runs.
 */
final class Latency implements EngineScenario {

	private static final int TIMES = 200;

	private static final int REMOTE_TIMES = 20;

	private static final long PAUSE = Duration.ofMillis(5).toNanos();

	@Override
	public String name() {
		return "w2";
	}

	@Override
	public String description() {
		return "from the return of a start until the body runs, idle system";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		for (EngineFactory factory : context.engines(EngineFactory.Workload.BODY)) {
			boolean ours = factory instanceof WfeEngine.Factory;
			try (Engine engine = factory.open(context.settings(factory.name(), Throughput.IN_FLIGHT))) {
				measure(engine, engine.turn(TIMES, 1), PAUSE);
				long[] nanos = measure(engine, engine.turn(TIMES, 1), PAUSE);
				Percentiles.report(context, factory.name(), nanos, Throughput.goal(ours, Goal.atMost(0.5)),
						Throughput.goal(ours, Goal.atMost(5)));
			}
		}
		remote(context, true, Goal.atMost(15), Goal.atMost(60));
		remote(context, false, null, Goal.atMost(1000));
	}

	/**
	 * One host starts and another executes, both in this JVM.
	 */
	private static void remote(EngineContext context, boolean notifies, @Nullable Goal median, Goal p99)
			throws Exception {
		EngineSettings settings = context.settings("remote", Throughput.IN_FLIGHT);
		WfeEngine.Options options = WfeEngine.Options.DEFAULT.notifying(notifies);
		try (WfeEngine executing = new WfeEngine(settings, options);
				WfeEngine starting = new WfeEngine(settings, options.executing(false))) {
			if (!executing.host().isRunning()) {
				throw new IllegalStateException("The host that executes has not started");
			}
			int times = notifies ? TIMES : REMOTE_TIMES;
			measure(starting, times / 4, PAUSE);
			Percentiles.report(context,
					"wfe, started by a host that does not execute, " + (notifies ? "with" : "without") + " NOTIFY",
					measure(starting, times, PAUSE), median, p99);
		}
	}

	private static long[] measure(Engine engine, int times, long pause) throws InterruptedException {
		long[] nanos = new long[times];
		for (int time = 0; time < times; time++) {
			String key = Flood.key();
			AtomicLong ran = new AtomicLong();
			CountDownLatch done = new CountDownLatch(1);
			Probes.expect(key, new Probes.Probe() {
				@Override
				public void ran() {
					ran.set(System.nanoTime());
					done.countDown();
				}
			});
			engine.startBody(key);
			long returned = System.nanoTime();
			if (!done.await(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("The body has not run");
			}
			Probes.forget(key);
			nanos[time] = Math.max(0, ran.get() - returned);
			LockSupport.parkNanos(pause);
		}
		return nanos;
	}

}
