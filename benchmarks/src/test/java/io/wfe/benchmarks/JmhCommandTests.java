package io.wfe.benchmarks;

import java.io.IOException;

import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JMH benchmarks still run.
 */
class JmhCommandTests extends CommandTest {

	JmhCommandTests(TestDatabase database) {
		super(database);
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

}
