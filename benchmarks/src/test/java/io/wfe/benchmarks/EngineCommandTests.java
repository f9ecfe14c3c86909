package io.wfe.benchmarks;

import java.io.IOException;

import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measurements of the engine still run.
 */
class EngineCommandTests extends CommandTest {

	EngineCommandTests(TestDatabase database) {
		super(database);
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

}
