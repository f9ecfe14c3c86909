package io.wfe.benchmarks.peers;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.workflow.Workflow;
import io.wfe.benchmarks.engine.Probes;
import io.wfe.benchmarks.engine.Workloads;

/**
 * The workflows of DBOS.
 */
public interface DbosWorkflows {

	/**
	 * Three steps that do nothing.
	 */
	void steps();

	/**
	 * Runs at once.
	 * @param key names the workflow
	 */
	void body(String key);

	/**
	 * Sleeps.
	 * @param key names the workflow
	 */
	void sleeper(String key);

	/**
	 * Waits for a message.
	 * @param key names the workflow
	 */
	void waiter(String key);

	/**
	 * Many steps.
	 * @param key names the workflow
	 */
	void many(String key);

	/**
	 * What they do.
	 */
	final class Implementation implements DbosWorkflows {

		private final DBOS dbos;

		private final AtomicInteger waiting;

		Implementation(DBOS dbos, AtomicInteger waiting) {
			this.dbos = dbos;
			this.waiting = waiting;
		}

		@Override
		@Workflow(name = "steps")
		public void steps() {
			this.dbos.runStep(() -> {
			}, "one");
			this.dbos.runStep(() -> {
			}, "two");
			this.dbos.runStep(() -> {
			}, "three");
		}

		@Override
		@Workflow(name = "body")
		public void body(String key) {
			this.dbos.runStep(() -> Probes.ran(key), "run");
		}

		@Override
		@Workflow(name = "sleeper")
		public void sleeper(String key) {
			Probes.asleep(key);
			this.dbos.sleep(Workloads.SLEEP);
			Probes.ran(key);
		}

		@Override
		@Workflow(name = "waiter")
		public void waiter(String key) {
			this.dbos.recv("go", Duration.ofDays(1));
			this.waiting.decrementAndGet();
			Probes.ran(key);
		}

		@Override
		@Workflow(name = "many")
		public void many(String key) {
			for (int step = 0; step < Workloads.LONG_STEPS; step++) {
				this.dbos.runStep(() -> Probes.ran(key), "step");
			}
		}

	}

}
