package io.wfe.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The model of many stores.
 */
class StoresCommandTests {

	private final StringWriter out = new StringWriter();

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

}
