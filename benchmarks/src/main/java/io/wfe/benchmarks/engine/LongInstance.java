package io.wfe.benchmarks.engine;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.ThreadMXBean;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Statistics;

/**
 * W7: an instance of many steps, one after the other.
 */
final class LongInstance implements EngineScenario {

	private static final Duration FLOOR_TIME = Duration.ofMillis(500);

	/** Kept, since to look it up allocates. */
	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int STEPS_COUNTED = 100;

	private static final int FEW = 10;

	private static final int MANY = 3000;

	@Override
	public String name() {
		return "w7";
	}

	@Override
	public String description() {
		return "one instance of " + Workloads.LONG_STEPS + " steps";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		for (EngineFactory factory : context.engines(EngineFactory.Workload.LONG)) {
			boolean ours = factory instanceof WfeEngine.Factory;
			EngineSettings settings = context.settings(factory.name(), Throughput.IN_FLIGHT);
			try (Engine engine = factory.open(settings)) {
				run(context, factory.name(), ours, settings, engine);
			}
		}
	}

	private static void run(EngineContext context, String name, boolean ours, EngineSettings settings, Engine engine)
			throws Exception {
		int steps = engine.longSteps();
		if (steps < Workloads.LONG_STEPS) {
			name = name + ", of " + steps + " steps";
		}
		new Recording(steps, 1, Duration.ZERO, context).run(engine);
		context.analyze(settings.schema());
		// FLOOR is measured in between, so that both have the same seconds
		Recording recording = new Recording(steps, 10, FLOOR_TIME, context);
		recording.run(engine);
		context.report().figure(name + ", a step", recording.millis(0, 10), "ms", null);
		context.report()
			.figure(name + ", a step", recording.ratio(), "x FLOOR with 1 thread",
					Throughput.goal(ours, Goal.atMost(1.5)));
		context.report()
			.figure(name + ", the last tenth", recording.millis(9, 10) / recording.millis(1, 2), "x the second tenth",
					Throughput.goal(ours, Goal.atMost(1.1)));
		if (ours) {
			context.report()
				.figure(name + ", allocated for a step behind " + FEW + " pointers", recording.allocated(FEW), "bytes",
						null);
			context.report()
				.figure(name + ", allocated for a step behind " + MANY + " pointers",
						recording.allocated(MANY) / recording.allocated(FEW), "x that behind " + FEW + " pointers",
						Goal.atMost(2));
		}
	}

	/**
	 * When each step ran, what its thread had allocated by then, and FLOOR at the end of
	 * each part. The workflow stands still meanwhile.
	 */
	private static final class Recording implements Probes.Probe {

		private final int size;

		private final int parts;

		private final Duration floorTime;

		private final EngineContext context;

		private final long[] began;

		private final long[] ended;

		private final long[] allocated;

		private final double[] floors;

		private final AtomicInteger steps = new AtomicInteger();

		private final CountDownLatch done = new CountDownLatch(1);

		Recording(int size, int parts, Duration floorTime, EngineContext context) {
			this.size = size;
			this.began = new long[size + 1];
			this.ended = new long[size + 1];
			this.allocated = new long[size + 1];
			this.parts = parts;
			this.floorTime = floorTime;
			this.context = context;
			this.floors = new double[parts];
		}

		void run(Engine engine) throws Exception {
			String key = Flood.key();
			Probes.expect(key, this);
			engine.startLong(key);
			if (!this.done.await(20, TimeUnit.MINUTES)) {
				throw new IllegalStateException("The workflow has stopped after " + this.steps + " steps");
			}
			Probes.forget(key);
		}

		@Override
		public void ran() {
			int step = this.steps.getAndIncrement();
			this.allocated[step] = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
			this.began[step] = System.nanoTime();
			int part = this.size / this.parts;
			if (!this.floorTime.isZero() && step % part == part / 2) {
				try {
					this.floors[step / part] = this.context.floor().perSecond(1, this.floorTime);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}
			this.ended[step] = System.nanoTime();
		}

		@Override
		public void done() {
			this.began[this.size] = System.nanoTime();
			this.done.countDown();
		}

		/**
		 * Returns how long a step took within some of the parts.
		 */
		double millis(int from, int to) {
			int part = this.size / this.parts;
			long nanos = 0;
			for (int step = from * part; step < to * part; step++) {
				nanos += this.began[step + 1] - this.ended[step];
			}
			return nanos / 1e6 / ((to - from) * part);
		}

		double ratio() {
			double[] ratios = new double[this.parts];
			for (int part = 0; part < this.parts; part++) {
				ratios[part] = millis(part, part + 1) * this.floors[part] / 1000;
			}
			return Statistics.median(ratios);
		}

		double allocated(int from) {
			return (double) (this.allocated[from + STEPS_COUNTED] - this.allocated[from]) / STEPS_COUNTED;
		}

	}

}
