package io.wfe.benchmarks.stores;

/**
 * What stores and hosts cost.
 *
 * @param stepMillis processor time of a server for a step
 * @param restStatements statements a second of a host at rest: polls and renewals
 * @param restMillis processor time of a server for one of them
 * @param processors the processors of a server
 * @param nodes the JVMs, each of which has a host for each store
 * @param poolSize the connections of a pool
 */
public record Costs(double stepMillis, double restStatements, double restMillis, int processors, int nodes,
		int poolSize) {

	/** The threads of a host that claim, deliver, and renew the lease. */
	static final int THREADS_OF_HOST = 3;

	/**
	 * Returns the processor time of a server in a second, in milliseconds.
	 */
	double millisOfServer() {
		return 1000.0 * this.processors;
	}

	/**
	 * Returns the processor time that the hosts of some stores at rest take in a second.
	 */
	double restMillis(int stores) {
		return stores * this.nodes * this.restStatements * this.restMillis;
	}

}
