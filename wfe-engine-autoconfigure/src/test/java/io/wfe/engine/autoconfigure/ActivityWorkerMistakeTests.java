package io.wfe.engine.autoconfigure;

import java.util.List;
import java.util.concurrent.Future;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that methods that cannot be an {@link ActivityWorker} stop the start.
 */
class ActivityWorkerMistakeTests {

	private final ApplicationContextRunner runner = EngineRunner.inMemory()
		.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "TwoParameters, 'has 2 parameters'", "Generic, 'generic type java.util.List'",
			"Primitive, 'primitive type int'", "Promise, 'returns a Future'", "Nameless, 'names no activity'",
			"NoNumber, 'the concurrency ''many'''", "NoDuration, 'a lease of ''long'', which is no duration'",
			"TooShort, 'a pollInterval of ''1ms'', which must be from 10ms to 1h'",
			"NoProperty, 'which cannot be resolved'" })
	void mistakeStopsStartAndNamesMethod(String worker, String problem) throws ClassNotFoundException {
		Class<?> type = Class.forName(ActivityWorkerMistakeTests.class.getName() + "$" + worker);
		this.runner.withBean("badWorker", type)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(WorkflowRegistrationException.class)
				.hasMessageContaining(type.getName() + ".work")
				.hasMessageContaining("'badWorker'")
				.hasMessageContaining(problem));
	}

	static class TwoParameters {

		@ActivityWorker("a")
		void work(String first, String second) {
		}

	}

	static class Generic {

		@ActivityWorker("a")
		void work(List<String> labels) {
		}

	}

	static class Primitive {

		@ActivityWorker("a")
		void work(int number) {
		}

	}

	static class Promise {

		@ActivityWorker("a")
		Future<String> work() {
			throw new UnsupportedOperationException();
		}

	}

	static class Nameless {

		@ActivityWorker(" ")
		void work() {
		}

	}

	static class NoNumber {

		@ActivityWorker(value = "a", concurrency = "many")
		void work() {
		}

	}

	static class NoDuration {

		@ActivityWorker(value = "a", lease = "long")
		void work() {
		}

	}

	static class TooShort {

		@ActivityWorker(value = "a", pollInterval = "1ms")
		void work() {
		}

	}

	static class NoProperty {

		@ActivityWorker("${no.such.property}")
		void work() {
		}

	}

}
