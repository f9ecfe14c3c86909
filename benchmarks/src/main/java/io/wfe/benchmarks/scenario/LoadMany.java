package io.wfe.benchmarks.scenario;

import java.util.List;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Store;
import io.wfe.postgres.PostgresPersistenceProvider;

/**
 * Loading many instances at once.
 */
final class LoadMany implements Scenario {

	private static final int COUNT = 100;

	@Override
	public String name() {
		return "load-many";
	}

	@Override
	public String description() {
		return "load 100 instances of the store";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		Reference reference = context.environment().reference(true);
		// They have the same ids in both stores
		List<String> ids = store.randomIds(COUNT);
		Contestant load = Contestant.of("load 100", () -> store.provider().getWorkflowInstances(ids));
		Contestant bare = Bare.reading(context, (provider) -> provider.getWorkflowInstances(ids));
		Comparison comparison = Interleaved.measure(context.pace(), 1, load, bare,
				Contestant.of("100 single loads", () -> ids.forEach(store.provider()::getWorkflowInstance)),
				Contestant.of("REF-idx", () -> {
					for (String id : ids) {
						reference.load(id);
					}
				}));
		Bare.report(context, "", comparison, load, bare);
		context.report().ratio("", comparison, "load 100", "REF-idx", Goal.atMost(0.2));
		context.report().ratio("", comparison, "load 100", "100 single loads", Goal.atMost(0.5));
		context.report().figure("statements to load 1", statements(context, store, ids.subList(0, 1)), "", null);
		context.report().figure("statements to load 100", statements(context, store, ids), "", Goal.atMost(1));
	}

	private static int statements(Context context, Store store, List<String> ids) {
		Recorder recorder = new Recorder(context.environment().dataSource());
		PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(recorder.dataSource())
			.schema(store.schema())
			.build();
		if (provider.getWorkflowInstances(ids).size() != ids.size()) {
			throw new IllegalStateException("Not all instances were found");
		}
		return recorder.statements().size();
	}

}
