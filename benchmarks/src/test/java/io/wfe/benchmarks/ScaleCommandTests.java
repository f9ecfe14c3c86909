package io.wfe.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

import io.wfe.benchmarks.scenario.Scenario;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All measurements of the store still run.
 */
class ScaleCommandTests extends CommandTest {

	ScaleCommandTests(TestDatabase database) {
		super(database);
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
	void whenScenarioIsUnknownThenKnownOnesAreNamed() {
		StringWriter err = new StringWriter();
		int exitCode = new CommandLine(new Benchmarks()).setErr(new PrintWriter(err))
			.execute("scale", "--scenarios", "lod");
		assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
		assertThat(err.toString()).contains("'lod'", "load", "churn");
	}

}
