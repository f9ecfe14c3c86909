package io.wfe.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;

import io.wfe.benchmarks.jmh.JmhReport;
import io.wfe.benchmarks.jmh.StoreBenchmark;
import io.wfe.benchmarks.store.Environment;
import io.wfe.benchmarks.store.Server;
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

	@Mixin
	private StoreOptions store = new StoreOptions();

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
				Environment environment = this.store.fill(running, this.size, this.threads)) {
			Map<String, Object> description = this.store.describe(environment, this.size, this.threads);
			description.put("rounds", this.rounds);
			JmhReport report = new JmhReport(out, description, this.threads);
			Path connection = writeConnection(running, environment);
			try {
				for (int round = 0; round < this.rounds; round++) {
					new Runner(jmhOptions(connection)).run().forEach(report::add);
				}
			}
			finally {
				Files.delete(connection);
			}
			report.finish(this.server.json("jmh-" + this.size));
		}
		return 0;
	}

	private Options jmhOptions(Path properties) throws Exception {
		return new OptionsBuilder().parent(new CommandLineOptions(this.options.toArray(String[]::new)))
			.include(StoreBenchmark.class.getName())
			.threads(this.threads)
			.shouldFailOnError(true)
			.jvmArgsAppend("-D" + StoreBenchmark.CONNECTION + "=" + properties)
			.build();
	}

	/**
	 * Tells the JVMs that JMH forks where the store is. A file does it that only we can
	 * read: JMH prints command lines, and the URL may hold a password.
	 */
	private static Path writeConnection(Server running, Environment environment) throws IOException {
		Properties properties = new Properties();
		properties.setProperty("url", running.url());
		properties.setProperty("schema", environment.large().schema());
		Path file = Files.createTempFile("wfe-benchmarks", ".properties");
		try (Writer writer = Files.newBufferedWriter(file)) {
			properties.store(writer, null);
		}
		// For benchmarks that are not forked
		System.setProperty(StoreBenchmark.CONNECTION, file.toString());
		return file;
	}

}
