package io.wfe.benchmarks.scenario;

import java.util.List;

/**
 * A family of operations that is measured on the stores of a run, and says whether its
 * goals are met.
 */
public interface Scenario {

	/**
	 * The name, as on the command line.
	 * @return a word
	 */
	String name();

	/**
	 * What is measured.
	 * @return a phrase
	 */
	String description();

	/**
	 * Measures.
	 * @param context the stores, how long to measure, and where to report
	 * @throws Exception if an operation fails
	 */
	void run(Context context) throws Exception;

	/**
	 * All scenarios. Those that need the reference without its additional index go first.
	 * @return scenarios in the order in which they are run
	 */
	static List<Scenario> all() {
		// Growth comes first: it tries out all operations, on stores that are as they
		// were
		// filled
		return List.of(new Growth(), new AgainstReference(), new Commands(), new Persist(), new PersistAll(),
				new RandomPersist(), new Create(), new Load(), new LoadMany(), new Errors(), new Polls(),
				new WriteAheadLog(), new BareJdbc(), new Startup(), new Churn());
	}

}
