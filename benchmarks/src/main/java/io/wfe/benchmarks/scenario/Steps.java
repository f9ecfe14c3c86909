package io.wfe.benchmarks.scenario;

import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.store.Environment;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.WorkflowInstance;

/**
 * The contestants of several scenarios: steps of workflows, and the reference points.
 * Each thread has its own instance.
 */
final class Steps {

	static final String FLOOR = "FLOOR";

	static final String PING = "PING";

	private Steps() {
	}

	static List<WorkflowInstance> instances(Store store, int pointers, int count) {
		return Stream.generate(() -> store.create(pointers)).limit(count).toList();
	}

	/**
	 * A step changes what the last persist returned, and persists it.
	 */
	static Contestant persist(String name, Store store, List<WorkflowInstance> instances,
			UnaryOperator<WorkflowInstance> change) {
		return new Contestant(name, (thread) -> new Persisting(store, instances.get(thread).id(), change));
	}

	static Contestant persistOne(String name, Store store, List<WorkflowInstance> instances) {
		return persist(name, store, instances, Samples::alterOne);
	}

	/**
	 * One update of the row of a workflow.
	 */
	static Contestant floor(Environment environment, Store store, List<WorkflowInstance> instances) {
		Reference statements = new Reference(environment.dataSource(), store.schema());
		return new Contestant(FLOOR, (thread) -> {
			WorkflowInstance instance = instances.get(thread);
			String data = instance.data().toString();
			return () -> statements.floor(instance, data);
		});
	}

	static Contestant ping(Environment environment) {
		Reference statements = new Reference(environment.dataSource(), environment.large().schema());
		return Contestant.of(PING, statements::ping);
	}

	/**
	 * A step by the statements of the Rust provider, on a new instance.
	 */
	static Contestant reference(String name, Reference reference, int pointers) {
		return new Contestant(name, (thread) -> new Task() {

			private WorkflowInstance instance = created(reference, pointers);

			@Override
			public void prepare() {
				this.instance = Samples.alterOne(this.instance);
			}

			@Override
			public void run() throws Exception {
				reference.persist(this.instance);
			}

		});
	}

	static WorkflowInstance created(Reference reference, int pointers) {
		WorkflowInstance instance = Samples.instance(pointers);
		instance = instance.toBuilder().name(instance.id()).build();
		try {
			reference.create(instance);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot create an instance by the reference's statements", ex);
		}
		return instance;
	}

	private static final class Persisting implements Task {

		private final Store store;

		private final UnaryOperator<WorkflowInstance> change;

		private WorkflowInstance instance;

		Persisting(Store store, String id, UnaryOperator<WorkflowInstance> change) {
			this.store = store;
			this.change = change;
			this.instance = store.provider().getWorkflowInstance(id);
		}

		@Override
		public void begin() {
			// Others may have written the row
			this.instance = this.store.provider().getWorkflowInstance(this.instance.id());
		}

		@Override
		public void prepare() {
			this.instance = this.change.apply(this.instance);
		}

		@Override
		public void run() {
			this.instance = this.store.provider().persistWorkflow(this.instance);
		}

	}

}
