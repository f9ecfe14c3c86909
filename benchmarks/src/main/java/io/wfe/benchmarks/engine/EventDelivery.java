package io.wfe.benchmarks.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Statistics;

/**
 * W4: how long after the return of a publish the waiting workflow goes on.
 */
final class EventDelivery implements EngineScenario {

	private static final int WORKFLOWS = 500;

	private static final int WARM_UPS = 8;

	@Override
	public String name() {
		return "w4";
	}

	@Override
	public String description() {
		return WORKFLOWS + " workflows wait for an event each; from the return of a publish until the next step runs";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		for (EngineFactory factory : context.engines(EngineFactory.Workload.EVENTS)) {
			boolean ours = factory instanceof WfeEngine.Factory;
			EngineSettings settings = context.settings(factory.name(), Throughput.IN_FLIGHT);
			try (Engine engine = factory.open(settings)) {
				for (int time = 0; time < WARM_UPS; time++) {
					new Events(engine, WORKFLOWS).publish(1 + time % Flood.STARTERS);
				}
				context.analyze(settings.schema());
				Events alone = new Events(engine, WORKFLOWS);
				alone.publish(1);
				Percentiles.report(context, factory.name() + ", published by one thread", alone.nanos(),
						Throughput.goal(ours, Goal.atMost(3)), Throughput.goal(ours, Goal.atMost(12)));
				double[] perSecond = new double[context.sizes().rounds()];
				for (int round = 0; round < perSecond.length; round++) {
					perSecond[round] = WORKFLOWS / new Events(engine, WORKFLOWS).publish(Flood.STARTERS);
				}
				context.report()
					.figure(factory.name() + ", published by " + Flood.STARTERS + " threads",
							Statistics.median(perSecond), "events/s", Throughput.goal(ours, Goal.atLeast(2500)));
			}
		}
		broadcast(context);
	}

	private static void broadcast(EngineContext context) throws Exception {
		EngineSettings settings = context.settings("broadcast", Throughput.IN_FLIGHT);
		try (WfeEngine engine = new WfeEngine(settings)) {
			int count = context.sizes().broadcast();
			CountDownLatch left = new CountDownLatch(count);
			startAll(engine, count, (number) -> "all", (number) -> left.countDown());
			context.analyze(settings.schema());
			long start = System.nanoTime();
			engine.publish("all");
			if (!left.await(10, TimeUnit.MINUTES)) {
				throw new IllegalStateException(left.getCount() + " workflows have not got their event");
			}
			context.report()
				.figure("wfe, one event for " + count + " workflows", (System.nanoTime() - start) / 1e9, "s",
						Goal.atMost(4));
		}
	}

	private static void startAll(Engine engine, int count, IntFunction<String> event, IntConsumer ran)
			throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(Flood.STARTERS);
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int workflow = 0; workflow < count; workflow++) {
				int number = workflow;
				String key = Flood.key();
				Probes.expect(key, new Probes.Probe() {
					@Override
					public void ran() {
						Probes.forget(key);
						ran.accept(number);
					}
				});
				all.add(executor.submit(() -> engine.startWaiter(key, event.apply(number))));
			}
			for (Future<?> one : all) {
				one.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
		while (engine.waiting() < count) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Of " + count + " workflows " + engine.waiting() + " wait");
			}
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
	}

	/**
	 * Workflows that wait, each for its own event.
	 */
	private static final class Events {

		private final Engine engine;

		private final List<String> keys = new ArrayList<>();

		private final AtomicLongArray published;

		private final AtomicLongArray ran;

		private final CountDownLatch left;

		Events(Engine engine, int count) throws Exception {
			this.engine = engine;
			this.published = new AtomicLongArray(count);
			this.ran = new AtomicLongArray(count);
			this.left = new CountDownLatch(count);
			for (int number = 0; number < count; number++) {
				this.keys.add("event-" + Flood.key());
			}
			startAll(engine, count, this.keys::get, (number) -> {
				this.ran.set(number, System.nanoTime());
				this.left.countDown();
			});
		}

		/**
		 * Publishes all events and waits until all workflows have gone on.
		 * @return how long it took in seconds
		 */
		double publish(int threads) throws Exception {
			long start = System.nanoTime();
			ExecutorService executor = Executors.newFixedThreadPool(threads);
			for (int number = 0; number < this.keys.size(); number++) {
				int event = number;
				executor.execute(() -> {
					this.engine.publish(this.keys.get(event));
					this.published.set(event, System.nanoTime());
				});
			}
			executor.shutdown();
			if (!executor.awaitTermination(2, TimeUnit.MINUTES) || !this.left.await(2, TimeUnit.MINUTES)) {
				throw new IllegalStateException(this.left.getCount() + " workflows have not got their event");
			}
			return (System.nanoTime() - start) / 1e9;
		}

		long[] nanos() {
			long[] nanos = new long[this.keys.size()];
			for (int number = 0; number < nanos.length; number++) {
				nanos[number] = Math.max(0, this.ran.get(number) - this.published.get(number));
			}
			return nanos;
		}

	}

}
