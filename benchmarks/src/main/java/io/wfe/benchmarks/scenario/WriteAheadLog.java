package io.wfe.benchmarks.scenario;

import java.util.List;

import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Statistics;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;

/**
 * What operations write to the write-ahead log.
 */
final class WriteAheadLog implements Scenario {

	private static final int OPERATIONS = 200;

	@Override
	public String name() {
		return "wal";
	}

	@Override
	public String description() {
		return "bytes of write-ahead log for an operation, median of single ones";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		int count = Math.min(OPERATIONS, 10 * context.pace().rounds());
		List<WorkflowInstance> one = Steps.instances(store, 1, 1);
		figure(context, Steps.floor(context.environment(), store, one), "", count, null);
		for (int pointers : List.of(1, 10, 100, 3000)) {
			figure(context, Steps.persistOne("persist 1 changed", store, Steps.instances(store, pointers, 1)),
					", " + pointers + " pointers", count, Goal.atMost(1100));
		}
		figure(context, Steps.reference("REF-idx persist", context.environment().reference(true), 100),
				", 100 pointers", Math.min(count, 20), null);
		for (int pointers : List.of(1, 10)) {
			figure(context, Create.creating("create", store, pointers), ", " + pointers + " pointers", count, null);
		}
	}

	/**
	 * The first operations are left out, because they log whole pages after a checkpoint.
	 */
	private static void figure(Context context, Contestant contestant, String what, int count, @Nullable Goal goal)
			throws Exception {
		Task task = contestant.tasks().apply(0);
		double[] bytes = new double[count];
		task.begin();
		for (int i = -count / 4; i < count; i++) {
			task.prepare();
			long before = position(context);
			task.run();
			if (i >= 0) {
				bytes[i] = position(context) - before;
			}
		}
		context.report().figure(contestant.name() + what, Statistics.median(bytes), "bytes", goal);
	}

	private static long position(Context context) {
		return context.environment()
			.jdbc()
			.sql("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint")
			.query(Long.class)
			.single();
	}

}
