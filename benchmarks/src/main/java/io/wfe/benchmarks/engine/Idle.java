package io.wfe.benchmarks.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.wfe.benchmarks.measure.Goal;

/**
 * What an idle host costs, while many workflows wait or sleep for days.
 */
final class Idle implements EngineScenario {

	private static final Duration TIME = Duration.ofSeconds(12);

	@Override
	public String name() {
		return "idle";
	}

	@Override
	public String description() {
		return "a host at rest beside many workflows that wait for an event";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		int count = context.sizes().finished();
		double none = rest(context, 0);
		double many = rest(context, count);
		context.report().figure("wfe, nothing waits", none, "ms of processor time a second", null);
		context.report().figure("wfe, " + count + " wait", many, "ms of processor time a second", null);
	}

	private static double rest(EngineContext context, int waiting) throws Exception {
		try (CountingProxy proxy = context.proxy()) {
			EngineSettings settings = new EngineSettings(proxy.url(), context.emptySchema("idle"), Throughput.IN_FLIGHT,
					EngineContext.CONNECTIONS);
			try (WfeEngine engine = new WfeEngine(settings)) {
				if (waiting > 0) {
					engine.startWaiter(Flood.key(), "never");
					while (engine.waiting() == 0) {
						LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
					}
					Clones.fill(context.jdbc(), settings.schema(), waiting);
					context.analyze(settings.schema());
				}
				LockSupport.parkNanos(TIME.dividedBy(4).toNanos());
				long heap = heap();
				long statements = proxy.statements();
				Usage before = Usage.now(context.jdbc());
				LockSupport.parkNanos(TIME.toNanos());
				Usage usage = Usage.now(context.jdbc()).minus(before);
				String what = "wfe, " + ((waiting > 0) ? waiting + " wait" : "nothing waits");
				context.report()
					.figure(what, (double) (proxy.statements() - statements) / TIME.toSeconds(), "statements a second",
							Goal.atMost(2));
				context.report().figure(what, heap / 1e6, "MB of heap", null);
				return (usage.clientMillis() + usage.serverMillis()) / TIME.toSeconds();
			}
		}
	}

	private static long heap() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

}
