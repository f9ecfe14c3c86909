package io.wfe.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.wfe.benchmarks.jmh.JmhReport;
import io.wfe.benchmarks.jmh.StoreBenchmark;
import io.wfe.benchmarks.store.Environment;
import io.wfe.benchmarks.store.Server;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs the JMH benchmarks on a filled store, all of them in each round.
 */
@Command(name = "jmh", description = "Measures throughput and percentiles with JMH.", mixinStandardHelpOptions = true,
		showDefaultValues = true)
final class JmhCommand implements Callable<Integer> {

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Mixin
	private ServerOptions server = new ServerOptions();

	@Option(names = "--size", description = "Workflows in the store.")
	private int size = 100_000;

	@Option(names = "--pointers", description = "Pointers of each workflow.")
	private int pointers = 5;

	@Option(names = "--threads", description = "Threads that work at the same time.")
	private int threads = 1;

	@Option(names = "--rounds", description = "How often all benchmarks are run, one after the other.")
	private int rounds = 3;

	@Parameters(paramLabel = "OPTION", description = "Options of JMH itself, after --, such as -i 5 -p pointers=10")
	private List<String> options = new ArrayList<>();

	@Override
	public Integer call() throws Exception {
		PrintWriter out = this.spec.commandLine().getOut();
		try (Server running = this.server.start();
				Environment environment = new Environment(running, this.size, this.pointers, this.threads)) {
			Map<String, Object> description = ServerOptions.describe(environment.jdbc());
			description.put("workflows", this.size);
			description.put("pointers of each", this.pointers);
			description.put("threads", this.threads);
			description.put("rounds", this.rounds);
			JmhReport report = new JmhReport(out, description, this.threads);
			for (int round = 0; round < this.rounds; round++) {
				for (RunResult result : new Runner(jmhOptions(running, environment)).run()) {
					report.add(result);
				}
			}
			report.finish(this.server.json("jmh-" + this.size));
		}
		return 0;
	}

	private Options jmhOptions(Server running, Environment environment) throws Exception {
		return new OptionsBuilder().parent(new CommandLineOptions(this.options.toArray(String[]::new)))
			.include(StoreBenchmark.class.getName())
			.threads(this.threads)
			.shouldFailOnError(true)
			.jvmArgsAppend("-D" + StoreBenchmark.URL + "=" + running.url(),
					"-D" + StoreBenchmark.SCHEMA + "=" + environment.large().schema())
			.build();
	}

}
