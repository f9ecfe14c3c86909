package io.wfe.benchmarks.scenario;

import java.util.List;
import java.util.stream.IntStream;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.store.BareWrites;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.ExecutionError;

/**
 * Storing errors.
 */
final class Errors implements Scenario {

	private static final String COPY = "COPY";

	@Override
	public String name() {
		return "errors";
	}

	@Override
	public String description() {
		return "persistErrors, against the same statement and against COPY of the same rows";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		Reference statements = new Reference(context.environment().dataSource(), store.schema());
		BareWrites writes = new BareWrites(context.environment().dataSource(), store.schema());
		List<ExecutionError> one = errors(1);
		for (int count : List.of(1, 10, 100)) {
			List<ExecutionError> errors = errors(count);
			String sql = Bare
				.record(context.environment().dataSource(), store, (provider) -> provider.persistErrors(errors))
				.sql();
			Contestant persist = Contestant.of("persistErrors", () -> store.provider().persistErrors(errors));
			Contestant bare = Contestant.of(Bare.NAME, () -> writes.persistErrors(sql, errors));
			Comparison comparison = Interleaved.measure(context.pace(), 1, persist, bare,
					Contestant.of(COPY, () -> writes.copyErrors(errors)),
					Contestant.of("one insert", () -> statements.persistErrors(one)));
			Bare.report(context, count + " errors", comparison, persist, bare);
			context.report().ratio(count + " errors", comparison, "persistErrors", COPY, null);
			context.report().ratio(count + " errors", comparison, "persistErrors", "one insert", null);
		}
	}

	private static List<ExecutionError> errors(int count) {
		return IntStream.range(0, count)
			.mapToObj((number) -> ExecutionError.create("workflow-" + number, "pointer-" + number,
					"The parcel service does not answer"))
			.toList();
	}

}
