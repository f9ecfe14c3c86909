package io.wfe.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

import io.wfe.benchmarks.scenario.Scenario;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The benchmarks still run; what they measure does not matter here.
 */
class BenchmarksTests {

	private static final TestDatabase DATABASE = TestPostgres.createDatabase();

	@TempDir
	private Path directory;

	private final StringWriter out = new StringWriter();

	@AfterAll
	static void dropDatabase() {
		DATABASE.close();
	}

	@Test
	void whenAllScenariosRunThenEachReportsGoals() throws IOException {
		String all = String.join(",", Scenario.all().stream().map(Scenario::name).toList());
		int exitCode = run("scale", "--sizes", "1000", "--pointers", "2", "--threads", "2", "--rounds", "1", "--slice",
				"2", "--warmup", "0", "--churn", "1", "--scenarios", all);
		assertThat(exitCode).isZero();
		JsonNode lines = results().path("lines");
		assertThat(Scenario.all()).allSatisfy((scenario) -> assertThat(lines)
			.filteredOn((line) -> line.path("scenario").stringValue().equals(scenario.name()))
			.anyMatch((line) -> line.path("met").isBoolean()));
		assertThat(lines).filteredOn((line) -> line.path("operation").stringValue().startsWith("torn reads"))
			.singleElement()
			.satisfies((line) -> assertThat(line.path("value").asDouble()).isZero());
		assertThat(lines)
			.filteredOn((line) -> line.path("operation").stringValue().startsWith("handled more than once"))
			.singleElement()
			.satisfies((line) -> assertThat(line.path("value").asDouble()).isZero());
		assertThat(this.out.toString()).contains("goals are met");
	}

	@Test
	void whenEngineIsMeasuredThenGoalsAreReported() throws IOException {
		int exitCode = run("engine", "--size", "20", "--rounds", "1", "--finished", "100", "--broadcast", "50",
				"--scenarios", "w1,w4,w5");
		assertThat(exitCode).isZero();
		assertThat(results().path("lines"))
			.anySatisfy((line) -> assertThat(line.path("unit").stringValue()).isEqualTo("x FLOOR"))
			.anySatisfy((line) -> assertThat(line.path("unit").stringValue()).isEqualTo("events/s"))
			.allSatisfy((line) -> assertThat(line.path("value").asDouble()).isNotNegative());
		assertThat(this.out.toString()).contains("goals are met");
	}

	@Test
	void whenJmhRunsThenMediansAndRatiosAreReported() throws IOException {
		int exitCode = run("jmh", "--size", "1000", "--rounds", "1", "--", "-f", "0", "-wi", "0", "-i", "1", "-r",
				"50ms", "-p", "pointers=2");
		assertThat(exitCode).isZero();
		assertThat(results().path("lines"))
			.anySatisfy((line) -> assertThat(line.path("operation").stringValue()).isEqualTo("persist, 2 pointers"))
			.allSatisfy((line) -> assertThat(line.path("value").asDouble()).isPositive());
	}

	@Test
	void whenStoresAreSimulatedThenMoreServersCarryMoreAndFewerStandStill() {
		int exitCode = new CommandLine(new Benchmarks()).setOut(new PrintWriter(this.out))
			.execute("stores", "--stores", "1,100", "--servers", "1,10", "--skew", "0");
		assertThat(exitCode).isZero();
		assertThat(this.out.toString().lines().filter((line) -> line.matches("\\|.*\\d.*"))).hasSize(3)
			.satisfiesExactly((one) -> assertThat(one).contains("| 1 | 1 |", "| 100 % |", "| 40 / 40 |"),
					(shared) -> assertThat(shared).contains("| 100 | 1 |", "| 100 % |", "| 40 / 4,000 |"),
					(spread) -> assertThat(spread).contains("| 100 | 10 |", "| 10 % |", "| 40 / 400 |"));
	}

	@Test
	void whenScenarioIsUnknownThenKnownOnesAreNamed() {
		StringWriter err = new StringWriter();
		int exitCode = new CommandLine(new Benchmarks()).setErr(new PrintWriter(err))
			.execute("scale", "--scenarios", "lod");
		assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
		assertThat(err.toString()).contains("'lod'", "load", "churn");
	}

	private int run(String... args) {
		CommandLine commandLine = new CommandLine(new Benchmarks()).setOut(new PrintWriter(this.out));
		String[] all = new String[args.length + 4];
		all[0] = args[0];
		all[1] = "--url";
		all[2] = DATABASE.uri();
		all[3] = "--json";
		all[4] = this.directory.resolve("results.json").toString();
		System.arraycopy(args, 1, all, 5, args.length - 1);
		return commandLine.execute(all);
	}

	private JsonNode results() {
		return JsonMapper.builder().build().readTree(this.directory.resolve("results.json").toFile());
	}

}
