package io.wfe.benchmarks.stores;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Simulates stores on servers, second by second. Steps arrive at each store and wait
 * until the server does them. The server with the most load is away for a while.
 */
public final class Simulation {

	private static final int WARM_UP_SECONDS = 60;

	private static final int LONGEST_SECONDS = 100_000;

	private final Costs costs;

	private final int servers;

	private final double[] arrivals;

	private final int[] storesOfServer;

	private final Random random = new Random(1);

	/**
	 * Prepares a simulation.
	 * @param costs what is known of the costs
	 * @param stores how many stores there are
	 * @param servers how many servers they are spread over, the busiest store first
	 * @param load the share of what all servers can do that is to be done
	 * @param skew how unequal the stores are: the n-th has a share of {@code 1 / n^skew}
	 */
	public Simulation(Costs costs, int stores, int servers, double load, double skew) {
		this.costs = costs;
		this.servers = servers;
		this.arrivals = new double[servers];
		this.storesOfServer = new int[servers];
		double[] weights = IntStream.rangeClosed(1, stores).mapToDouble((store) -> Math.pow(store, -skew)).toArray();
		double sum = Arrays.stream(weights).sum();
		for (int store = 0; store < stores; store++) {
			int server = emptiest();
			this.storesOfServer[server]++;
			this.arrivals[server] += weights[store] / sum;
		}
		double all = IntStream.range(0, servers).mapToDouble(this::capacity).sum() * load;
		for (int server = 0; server < servers; server++) {
			this.arrivals[server] *= all;
		}
	}

	private int emptiest() {
		return IntStream.range(0, this.servers)
			.reduce((one, other) -> (this.arrivals[other] < this.arrivals[one]) ? other : one)
			.orElseThrow();
	}

	/**
	 * Returns how many steps a second a server does at most, if the hosts at rest take
	 * their part.
	 */
	private double capacity(int server) {
		double left = this.costs.millisOfServer() - this.costs.restMillis(this.storesOfServer[server]);
		return Math.max(0, left) / this.costs.stepMillis();
	}

	/**
	 * Runs it.
	 * @param outageSeconds how long the server is away
	 */
	public Result run(int outageSeconds) {
		int down = IntStream.range(0, this.servers)
			.reduce((one, other) -> (this.arrivals[other] > this.arrivals[one]) ? other : one)
			.orElseThrow();
		double[] waiting = new double[this.servers];
		double done = 0;
		double busiest = 0;
		for (int second = 0; second < WARM_UP_SECONDS; second++) {
			for (int server = 0; server < this.servers; server++) {
				double served = serve(waiting, server, false);
				done += served / WARM_UP_SECONDS;
				busiest = Math.max(busiest, served / capacity(server));
			}
		}
		Arrays.fill(waiting, 0);
		int second = 0;
		do {
			serve(waiting, down, second < outageSeconds);
			second++;
		}
		while (second < LONGEST_SECONDS && (second <= outageSeconds || waiting[down] >= 1));
		double all = Arrays.stream(this.arrivals).sum();
		int stores = Arrays.stream(this.storesOfServer).max().orElseThrow();
		return new Result(done, all, busiest, this.costs.restMillis(stores) / this.costs.millisOfServer(),
				this.arrivals[down] / all, (second < LONGEST_SECONDS) ? second - outageSeconds : -1,
				this.costs.nodes() * this.costs.poolSize(), this.costs.nodes() * this.costs.poolSize() * stores,
				Costs.THREADS_OF_HOST * IntStream.of(this.storesOfServer).sum());
	}

	/**
	 * Lets a second pass.
	 * @return how many steps were done
	 */
	private double serve(double[] waiting, int server, boolean away) {
		double expected = this.arrivals[server];
		waiting[server] += Math.max(0, expected + this.random.nextGaussian() * Math.sqrt(expected));
		double served = away ? 0 : Math.min(waiting[server], capacity(server));
		waiting[server] -= served;
		return served;
	}

	/**
	 * What came out.
	 *
	 * @param done steps a second that were done
	 * @param wanted steps a second that arrived
	 * @param busiest the largest share of a server that was used in a second
	 * @param atRest the share of a server that hosts at rest take
	 * @param struck the share of all work that stood still with the server
	 * @param recoverySeconds how long the server took to catch up, or -1 if it never does
	 * @param sharedConnections connections of a server if its stores share a pool
	 * @param ownConnections connections of a server if each store has a pool
	 * @param threads threads of a JVM that look for work
	 */
	public record Result(double done, double wanted, double busiest, double atRest, double struck, int recoverySeconds,
			int sharedConnections, int ownConnections, int threads) {

	}

}
