package io.wfe.benchmarks.scenario;

import java.util.List;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.store.BareWrites;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.WorkflowInstance;

/**
 * Creating instances.
 */
final class Create implements Scenario {

	private static final String COPY = "COPY";

	@Override
	public String name() {
		return "create";
	}

	@Override
	public String description() {
		return "create with time-ordered ids, against the same statement and against COPY of the same rows";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		BareWrites writes = new BareWrites(context.environment().dataSource(), store.schema());
		for (int pointers : List.of(1, 10, 100)) {
			String sql = Bare
				.record(context.environment().dataSource(), store,
						(provider) -> provider.createNewWorkflow(Samples.instance(pointers)))
				.sql();
			Contestant create = creating("create", store, pointers);
			Contestant bare = new Contestant(Bare.NAME,
					(thread) -> new Creating(pointers, (instance) -> writes.create(sql, instance)));
			Comparison comparison = Interleaved.measure(context.pace(), 1, create, bare,
					new Contestant(COPY, (thread) -> new Creating(pointers, writes::copy)),
					Steps.floor(context.environment(), store, Steps.instances(store, 1, 1)));
			Bare.report(context, pointers + " pointers", comparison, create, bare);
			context.report().ratio(pointers + " pointers", comparison, "create", COPY, null);
			context.report().ratio(pointers + " pointers", comparison, "create", Steps.FLOOR, null);
		}
	}

	static Contestant creating(String name, Store store, int pointers) {
		return new Contestant(name, (thread) -> new Creating(pointers, store.provider()::createNewWorkflow));
	}

	@FunctionalInterface
	private interface Insert {

		void insert(WorkflowInstance instance) throws Exception;

	}

	/**
	 * Creates one instance after the other.
	 */
	private static final class Creating implements Task {

		private final int pointers;

		private final Insert insert;

		private WorkflowInstance instance;

		Creating(int pointers, Insert insert) {
			this.pointers = pointers;
			this.insert = insert;
			this.instance = Samples.instance(pointers);
		}

		@Override
		public void prepare() {
			WorkflowInstance created = Samples.instance(this.pointers);
			this.instance = created.toBuilder().name(created.id()).build();
		}

		@Override
		public void run() throws Exception {
			this.insert.insert(this.instance);
		}

	}

}
