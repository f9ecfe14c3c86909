package io.wfe.benchmarks.scenario;

import java.util.List;
import java.util.function.UnaryOperator;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.WorkflowInstance;

/**
 * Steps of workflows: one pointer changed, or one changed and one added.
 */
final class Persist implements Scenario {

	private static final int MANY = 3000;

	@Override
	public String name() {
		return "persist";
	}

	@Override
	public String description() {
		return "a step, with the instance that the last persist has returned";
	}

	@Override
	public void run(Context context) throws Exception {
		for (int threads : List.of(1, context.threads())) {
			Goal goal = Goal.atMost((threads == 1) ? 1.25 : 1.35);
			for (int pointers : List.of(1, 10, 100)) {
				Store store = context.store();
				List<WorkflowInstance> instances = Steps.instances(store, pointers, threads);
				Comparison comparison = Interleaved.measure(context.pace(), threads,
						Steps.persistOne("persist 1 changed", store, instances),
						Steps.floor(context.environment(), store, instances));
				context.report().ratio(pointers + " pointers", comparison, "persist 1 changed", Steps.FLOOR, goal);
			}
		}
		changedAndAdded(context);
		manyPointers(context);
	}

	private static void changedAndAdded(Context context) throws Exception {
		Store store = context.store();
		List<WorkflowInstance> instances = Steps.instances(store, 10, context.threads());
		// Reset from time to time, so that there are always 10 to 20 pointers
		UnaryOperator<WorkflowInstance> change = (instance) -> Samples
			.addOne(Samples.alterOne((instance.executionPointers().size() < 20) ? instance : store.provider()
				.persistWorkflow(
						instance.toBuilder().executionPointers(instance.executionPointers().subList(0, 10)).build())));
		Comparison comparison = Interleaved.measure(context.pace(), context.threads(),
				Steps.persist("persist 1 changed + 1 new", store, instances, change),
				Steps.floor(context.environment(), store, instances));
		context.report().ratio("10 pointers", comparison, "persist 1 changed + 1 new", Steps.FLOOR, Goal.atMost(1.5));
	}

	private static void manyPointers(Context context) throws Exception {
		Store store = context.store();
		Comparison comparison = Interleaved.measure(context.pace(), 1,
				Steps.persistOne("10 pointers", store, Steps.instances(store, 10, 1)),
				Steps.persistOne("3000 pointers", store, Steps.instances(store, MANY, 1)));
		context.report().time("persist 1 changed, 10 pointers", comparison, "10 pointers");
		context.report().ratio("persist 1 changed", comparison, "3000 pointers", "10 pointers", Goal.atMost(1.2));
		Reference reference = context.environment().reference(true);
		Comparison referenced = Interleaved.measure(context.pace().atMost(5), 1,
				Steps.reference("REF-idx 10 pointers", reference, 10),
				Steps.reference("REF-idx 3000 pointers", reference, MANY));
		context.report().time("REF-idx persist, 10 pointers", referenced, "REF-idx 10 pointers");
		context.report().ratio("persist 1 changed", referenced, "REF-idx 3000 pointers", "REF-idx 10 pointers", null);
	}

}
