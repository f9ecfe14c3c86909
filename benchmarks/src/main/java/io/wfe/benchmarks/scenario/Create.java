package io.wfe.benchmarks.scenario;

import java.util.List;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.WorkflowInstance;

/**
 * Creating instances.
 */
final class Create implements Scenario {

	@Override
	public String name() {
		return "create";
	}

	@Override
	public String description() {
		return "create with time-ordered ids";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		for (int pointers : List.of(1, 10, 100)) {
			double goal = switch (pointers) {
				case 1 -> 1.35;
				case 10 -> 2;
				default -> 8;
			};
			Comparison comparison = Interleaved.measure(context.pace(), 1,
					new Contestant("create", (thread) -> new Creating(store, pointers)),
					Steps.floor(context.environment(), store, Steps.instances(store, 1, 1)));
			context.report().ratio(pointers + " pointers", comparison, "create", Steps.FLOOR, Goal.atMost(goal));
		}
	}

	/**
	 * Creates one instance after the other.
	 */
	static final class Creating implements Task {

		private final Store store;

		private final int pointers;

		private WorkflowInstance instance;

		Creating(Store store, int pointers) {
			this.store = store;
			this.pointers = pointers;
			this.instance = Samples.instance(pointers);
		}

		@Override
		public void prepare() {
			this.instance = Samples.instance(this.pointers);
		}

		@Override
		public void run() {
			this.store.provider().createNewWorkflow(this.instance);
		}

	}

}
