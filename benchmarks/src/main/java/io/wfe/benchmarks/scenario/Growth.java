package io.wfe.benchmarks.scenario;

import java.util.Map;
import java.util.Objects;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.store.Store;

/**
 * Every operation of the contract, on the small store and on the large one.
 */
final class Growth implements Scenario {

	@Override
	public String name() {
		return "growth";
	}

	@Override
	public String description() {
		return "every operation of the contract, on the large store against the small one";
	}

	@Override
	public void run(Context context) throws Exception {
		Store large = context.store();
		Store small = context.environment().small();
		String other = "at " + small.workflows();
		Map<String, Task> onLarge = Operations.of(large);
		for (Map.Entry<String, Task> operation : Operations.of(small).entrySet()) {
			String name = operation.getKey() + " at " + large.workflows();
			Task task = Objects.requireNonNull(onLarge.get(operation.getKey()));
			Comparison comparison = Interleaved.measure(context.pace().brief(), 1, Contestant.of(name, task),
					Contestant.of(other, operation.getValue()));
			context.report().ratio("", comparison, name, other, Goal.atMost(1.3));
		}
	}

}
