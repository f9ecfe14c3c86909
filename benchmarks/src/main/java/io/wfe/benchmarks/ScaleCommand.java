package io.wfe.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

	@Mixin
	private StoreOptions store = new StoreOptions();

	@Option(names = "--threads", description = "Threads where there is more than one.")
	private int threads = 8;

	@Option(names = "--rounds", description = "Slices of each contestant.")
	private int rounds = 50;

	@Option(names = "--slice", description = "Length of a slice in milliseconds.")
	private int slice = 25;

	@Option(names = "--warmup", description = "How long each contestant warms up, in milliseconds.")
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
		List<Scenario> chosen = Choice.of(this.spec, "scenario", Scenario.all(), Scenario::name, this.scenarios);
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

	private void run(Server running, int size, List<Scenario> chosen, Path file) throws Exception {
		long start = System.nanoTime();
		try (Environment environment = this.store.fill(running, size, this.threads)) {
			Map<String, Object> description = this.store.describe(environment, size, this.threads);
			description.put("rounds", this.rounds + " of " + this.slice + " ms");
			description.put("filled in s", Duration.ofNanos(System.nanoTime() - start).toSeconds());
			Report report = new Report(this.spec.commandLine().getOut(), description);
			Pace pace = new Pace(this.rounds, Duration.ofMillis(this.slice), Duration.ofMillis(this.warmup));
			Context context = new Context(environment, pace, this.threads, Duration.ofSeconds(this.churn), report);
			for (Scenario scenario : chosen) {
				report.run(scenario, context);
			}
			report.finish(file);
		}
	}

}
