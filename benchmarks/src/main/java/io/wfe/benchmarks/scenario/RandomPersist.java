package io.wfe.benchmarks.scenario;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.WorkflowInstance;

/**
 * Steps of instances from all over the store. FLOOR updates the rows of other instances,
 * which are as far apart.
 */
final class RandomPersist implements Scenario {

	private static final int INSTANCES = 20_000;

	@Override
	public String name() {
		return "random-persist";
	}

	@Override
	public String description() {
		return "a step of any of 20,000 instances of the store";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		int count = Math.min(INSTANCES, store.workflows() / 4);
		List<WorkflowInstance> all = store.load(store.randomIds(2 * count));
		for (int threads : List.of(1, context.threads())) {
			int share = count / threads;
			Comparison comparison = Interleaved.measure(context.pace(), threads,
					new Contestant("persist 1 changed",
							(thread) -> new Walking(store, all.subList(thread * share, (thread + 1) * share))),
					floor(context, all.subList(count, 2 * count)));
			context.report()
				.ratio(count + " instances", comparison, "persist 1 changed", Steps.FLOOR,
						Goal.atMost((threads == 1) ? 1.4 : 1.6));
		}
	}

	private static Contestant floor(Context context, List<WorkflowInstance> instances) {
		Reference statements = new Reference(context.environment().dataSource(), context.store().schema());
		return new Contestant(Steps.FLOOR, (thread) -> new Task() {

			private WorkflowInstance instance = instances.get(0);

			private String data = "";

			@Override
			public void prepare() {
				this.instance = instances.get(ThreadLocalRandom.current().nextInt(instances.size()));
				this.data = this.instance.data().toString();
			}

			@Override
			public void run() throws Exception {
				statements.floor(this.instance, this.data);
			}

		});
	}

	private static final class Walking implements Task {

		private final Store store;

		private final WorkflowInstance[] instances;

		private int index;

		Walking(Store store, List<WorkflowInstance> instances) {
			this.store = store;
			// Another thread may have persisted them since they were loaded
			this.instances = store.load(instances.stream().map(WorkflowInstance::id).toList())
				.toArray(WorkflowInstance[]::new);
		}

		@Override
		public void prepare() {
			this.index = ThreadLocalRandom.current().nextInt(this.instances.length);
			this.instances[this.index] = Samples.alterOne(this.instances[this.index]);
		}

		@Override
		public void run() {
			this.instances[this.index] = this.store.provider().persistWorkflow(this.instances[this.index]);
		}

	}

}
