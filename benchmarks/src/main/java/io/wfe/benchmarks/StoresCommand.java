package io.wfe.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import io.wfe.benchmarks.stores.Costs;
import io.wfe.benchmarks.stores.Simulation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Simulates many stores with the figures of one.
 */
@Command(name = "stores", description = "Simulates many stores with the figures of one.",
		mixinStandardHelpOptions = true, showDefaultValues = true)
final class StoresCommand implements Callable<Integer> {

	private static final int MOST_STORES = 100_000;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Option(names = "--stores", split = ",", description = "How many stores; one row of the table each.")
	private List<Integer> stores = List.of(1, 10, 100, 1000);

	@Option(names = "--servers", split = ",", description = "On how many servers they are.")
	private List<Integer> servers = List.of(1, 10);

	@Option(names = "--load", description = "The load, as a part of what all servers can do.")
	private double load = 0.5;

	@Option(names = "--skew", description = "How unequal the stores are: 0 for equal, 1 for a few large ones.")
	private double skew = 1;

	@Option(names = "--outage", description = "How long the busiest server is away, in seconds.")
	private int outage = 60;

	@Option(names = "--step-ms", description = "Processor time of a server for a step.")
	private double stepMillis = 0.12;

	@Option(names = "--rest-statements", description = "Statements a second of a host at rest.")
	private double restStatements = 1.5;

	@Option(names = "--rest-ms", description = "Processor time of a server for one of them.")
	private double restMillis = 0.3;

	@Option(names = "--processors", description = "Processors of a server.")
	private int processors = 16;

	@Option(names = "--nodes", description = "JVMs, each with a host for each store.")
	private int nodes = 4;

	@Option(names = "--pool", description = "Connections of a pool.")
	private int pool = 10;

	@Override
	public Integer call() {
		check();
		PrintWriter out = this.spec.commandLine().getOut();
		Costs costs = new Costs(this.stepMillis, this.restStatements, this.restMillis, this.processors, this.nodes,
				this.pool);
		out.println(
				"| stores | servers | steps/s wanted | done | busiest server | hosts at rest take | one server away: "
						+ "work that stands | caught up after | connections a server, one pool / own pools | threads a node |");
		out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
		for (int count : this.servers) {
			this.stores.stream().filter((number) -> number >= count).forEach((number) -> {
				Simulation.Result result = new Simulation(costs, number, count, this.load, this.skew).run(this.outage);
				out.printf(Locale.ROOT,
						"| %,d | %,d | %,.0f | %,.0f | %.0f %% | %.1f %% | %.0f %% | %s | %,d / %,d | %,d |%n", number,
						count, result.wanted(), result.done(), 100 * result.busiest(), 100 * result.atRest(),
						100 * result.struck(),
						(result.recoverySeconds() < 0) ? "never" : result.recoverySeconds() + " s",
						result.sharedConnections(), result.ownConnections(), result.threads());
			});
		}
		return 0;
	}

	private void check() {
		if (this.stores.stream().anyMatch((count) -> count < 1 || count > MOST_STORES)
				|| this.servers.stream().anyMatch((count) -> count < 1 || count > MOST_STORES)) {
			throw new ParameterException(this.spec.commandLine(),
					"--stores and --servers take numbers from 1 to " + MOST_STORES);
		}
		if (this.load <= 0 || this.stepMillis <= 0 || this.processors < 1 || this.nodes < 1 || this.pool < 1) {
			throw new ParameterException(this.spec.commandLine(),
					"--load, --step-ms, --processors, --nodes and --pool must be larger than 0");
		}
	}

}
