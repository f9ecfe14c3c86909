package io.wfe.benchmarks.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.WorkflowInstance;

/**
 * Persists without a revision: all pointers are compared with the stored ones.
 */
final class PersistAll implements Scenario {

	@Override
	public String name() {
		return "persist-all";
	}

	@Override
	public String description() {
		return "persist without a revision, 1 pointer changed";
	}

	@Override
	public void run(Context context) throws Exception {
		for (int pointers : List.of(10, 100)) {
			Store store = context.store();
			List<WorkflowInstance> instances = Steps.instances(store, pointers, 1);
			Comparison comparison = Interleaved.measure(context.pace(), 1,
					Steps.persist("persist without revision", store, instances, PersistAll::alterOne),
					Steps.floor(context.environment(), store, instances));
			context.report()
				.ratio(pointers + " pointers", comparison, "persist without revision", Steps.FLOOR,
						Goal.atMost((pointers == 10) ? 1.8 : 4.5));
			context.report()
				.figure("rows of pointers written, " + pointers + " pointers", rewritten(store, instances.get(0).id()),
						"rows", Goal.atMost(1));
		}
	}

	private static WorkflowInstance alterOne(WorkflowInstance instance) {
		return Samples.alterOne(instance).toBuilder().revision(null).build();
	}

	private static double rewritten(Store store, String id) {
		Map<String, String> before = versions(store, id);
		store.provider().persistWorkflow(alterOne(store.provider().getWorkflowInstance(id)));
		return versions(store, id).entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().equals(before.get(entry.getKey())))
			.count();
	}

	private static Map<String, String> versions(Store store, String id) {
		Map<String, String> versions = new HashMap<>();
		store.jdbc()
			.sql("SELECT id, xmin::text || ctid::text AS version FROM %s.execution_pointers WHERE workflow_id = ?"
				.formatted(store.schema()))
			.param(id)
			.query((row) -> {
				versions.put(row.getString("id"), row.getString("version"));
			});
		return versions;
	}

}
