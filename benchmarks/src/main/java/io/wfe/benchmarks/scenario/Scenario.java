package io.wfe.benchmarks.scenario;

import java.util.List;

import io.wfe.benchmarks.measure.Measurement;

/**
 * A family of operations. It is measured on the stores of a run, and says whether its
 * goals are met.
 */
public interface Scenario extends Measurement<Context> {

	/**
	 * Returns all scenarios. Those that need the reference without its additional index
	 * come first.
	 * @return scenarios in the order in which they are run
	 */
	static List<Scenario> all() {
		// Growth comes first: it needs the stores as they were filled
		return List.of(new Growth(), new AgainstReference(), new Commands(), new Persist(), new PersistAll(),
				new RandomPersist(), new Create(), new Load(), new LoadMany(), new Errors(), new Polls(),
				new WriteAheadLog(), new BareJdbc(), new Startup(), new Churn());
	}

}
