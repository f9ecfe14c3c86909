package io.wfe.benchmarks.scenario;

import java.util.List;
import java.util.stream.IntStream;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.ExecutionError;

/**
 * Storing errors.
 */
final class Errors implements Scenario {

	@Override
	public String name() {
		return "errors";
	}

	@Override
	public String description() {
		return "persistErrors";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		Reference statements = new Reference(context.environment().dataSource(), store.schema());
		List<ExecutionError> one = errors(1);
		for (int count : List.of(1, 10, 100)) {
			List<ExecutionError> errors = errors(count);
			double goal = switch (count) {
				case 1 -> 1.1;
				case 10 -> 1.25;
				default -> 2.7;
			};
			Comparison comparison = Interleaved.measure(context.pace(), 1,
					Contestant.of("persistErrors", () -> store.provider().persistErrors(errors)),
					Contestant.of("one insert", () -> statements.persistErrors(one)));
			context.report().ratio(count + " errors", comparison, "persistErrors", "one insert", Goal.atMost(goal));
		}
	}

	private static List<ExecutionError> errors(int count) {
		return IntStream.range(0, count)
			.mapToObj((number) -> ExecutionError.create("workflow-" + number, "pointer-" + number,
					"The parcel service does not answer"))
			.toList();
	}

}
