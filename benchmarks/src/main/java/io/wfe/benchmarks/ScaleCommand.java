package io.wfe.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import io.wfe.benchmarks.measure.Pace;
import io.wfe.benchmarks.measure.Report;
import io.wfe.benchmarks.scenario.Context;
import io.wfe.benchmarks.scenario.Scenario;
import io.wfe.benchmarks.store.Environment;
import io.wfe.benchmarks.store.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The scale runner: fills stores, runs scenarios, and says which goals are met.
 */
@Command(name = "scale", description = "Measures all operations on stores of given sizes.",
		mixinStandardHelpOptions = true, showDefaultValues = true)
final class ScaleCommand implements Callable<Integer> {

	private static final int SMALLEST = 1000;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Mixin
	private ServerOptions server = new ServerOptions();

	@Option(names = "--sizes", split = ",", description = "Workflows in the store, one run for each size.")
	private List<Integer> sizes = List.of(100_000);

	@Option(names = "--pointers", description = "Pointers of each workflow.")
	private int pointers = 5;

	@Option(names = "--threads", description = "Threads where there is more than one.")
	private int threads = 8;

	@Option(names = "--rounds", description = "Slices of each contestant.")
	private int rounds = 50;

	@Option(names = "--slice", description = "Length of a slice in milliseconds.")
	private int slice = 25;

	@Option(names = "--warmup", description = "Time each contestant runs beforehand, in milliseconds.")
	private int warmup = 2000;

	@Option(names = "--churn", description = "Length of the scenario 'churn' in seconds.")
	private int churn = 600;

	@Option(names = "--scenarios", split = ",", description = "Which to run. Default: all but churn, which takes long.")
	private List<String> scenarios = Scenario.all()
		.stream()
		.map(Scenario::name)
		.filter((name) -> !name.equals("churn"))
		.toList();

	@Override
	public Integer call() throws Exception {
		List<Scenario> chosen = chosen();
		if (this.sizes.stream().anyMatch((size) -> size < SMALLEST)) {
			throw new ParameterException(this.spec.commandLine(), "--sizes must be " + SMALLEST + " or more");
		}
		try (Server running = this.server.start()) {
			for (int size : this.sizes) {
				Path file = this.server.json("scale-" + size);
				run(running, size, chosen, file);
			}
		}
		return 0;
	}

	private List<Scenario> chosen() {
		List<Scenario> chosen = new ArrayList<>(Scenario.all());
		List<String> known = chosen.stream().map(Scenario::name).toList();
		for (String name : this.scenarios) {
			if (!known.contains(name)) {
				throw new ParameterException(this.spec.commandLine(),
						"There is no scenario '" + name + "', but " + String.join(", ", known));
			}
		}
		chosen.removeIf((scenario) -> !this.scenarios.contains(scenario.name()));
		return chosen;
	}

	private void run(Server running, int size, List<Scenario> chosen, Path file) throws Exception {
		PrintWriter out = this.spec.commandLine().getOut();
		long start = System.nanoTime();
		try (Environment environment = new Environment(running, size, this.pointers, this.threads)) {
			Map<String, Object> description = ServerOptions.describe(environment.jdbc());
			description.put("workflows", size);
			description.put("pointers of each", this.pointers);
			description.put("threads", this.threads);
			description.put("rounds", this.rounds + " of " + this.slice + " ms");
			description.put("filled in s", seconds(start));
			Report report = new Report(out, description);
			Pace pace = new Pace(this.rounds, Duration.ofMillis(this.slice), Duration.ofMillis(this.warmup));
			Context context = new Context(environment, pace, this.threads, Duration.ofSeconds(this.churn), report);
			for (Scenario scenario : chosen) {
				long scenarioStart = System.nanoTime();
				report.scenario(scenario.name(), scenario.description());
				scenario.run(context);
				out.printf(Locale.ROOT, "%nTook %d s%n", seconds(scenarioStart));
			}
			report.finish(file);
		}
	}

	private static long seconds(long start) {
		return Duration.ofNanos(System.nanoTime() - start).toSeconds();
	}

}
