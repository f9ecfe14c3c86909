package io.wfe.benchmarks.scenario;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.measure.Pace;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Store;

/**
 * Steps and loads, compared with those of the Rust provider, which reads all pointers of
 * the store.
 */
final class AgainstReference implements Scenario {

	private static final int POINTERS = 10;

	@Override
	public String name() {
		return "reference";
	}

	@Override
	public String description() {
		return "persist and load against REF, 10 pointers";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		Reference reference = context.environment().reference(false);
		Pace pace = context.pace().atMost(10);
		Comparison persist = Interleaved.measure(pace, 1,
				Steps.persistOne("persist 1 changed", store, Steps.instances(store, POINTERS, 1)),
				Steps.reference("REF", reference, POINTERS));
		context.report().time("persist 1 changed", persist, "persist 1 changed");
		context.report()
			.ratio("persist 1 changed", persist, "REF", "persist 1 changed", Goal.atLeast(context.bySize(150, 1000)));
		String ours = store.create(POINTERS).id();
		String theirs = Steps.created(reference, POINTERS).id();
		Comparison load = Interleaved.measure(pace, 1,
				Contestant.of("load", () -> store.provider().getWorkflowInstance(ours)),
				Contestant.of("REF", () -> reference.load(theirs)));
		context.report().time("load", load, "load");
		context.report().ratio("load", load, "REF", "load", Goal.atLeast(context.bySize(200, 2000)));
	}

}
