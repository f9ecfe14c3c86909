package io.wfe.engine.autoconfigure;

import java.util.List;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.Task;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.autoconfigure.Greeting.Person;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static io.wfe.engine.autoconfigure.Greeting.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that steps are beans, or are made with beans.
 */
class StepBeanTests {

	private final ApplicationContextRunner inMemory = EngineRunner.inMemory();

	@Test
	void stepClassIsBeanOrIsConstructedWithBeans() {
		this.inMemory.withUserConfiguration(Steps.class).run((context) -> {
			run(context, "steps", new Person("Ada", ""));
			run(context, "steps", new Person("Ada", ""));
			List<String> seen = context.getBean(Journal.class).entries;
			assertThat(seen).hasSize(8);
			assertThat(seen).filteredOn((entry) -> entry.startsWith("singleton"))
				.containsOnly("singleton " + System.identityHashCode(context.getBean(SingletonStep.class)))
				.hasSize(2);
			assertThat(seen).filteredOn((entry) -> entry.startsWith("prototype")).hasSize(2).doesNotHaveDuplicates();
			assertThat(seen).filteredOn((entry) -> entry.startsWith("made")).hasSize(2).doesNotHaveDuplicates();
			assertThat(seen).filteredOn((entry) -> entry.startsWith("second of two")).hasSize(2);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Steps {

		@Bean
		Journal journal() {
			return new Journal();
		}

		@Bean
		SingletonStep singletonStep(Journal journal) {
			return new SingletonStep(journal);
		}

		@Bean
		@Scope("prototype")
		PrototypeStep prototypeStep(Journal journal) {
			return new PrototypeStep(journal);
		}

		@Bean
		OneOfTwo one(Journal journal) {
			return new OneOfTwo(journal);
		}

		@Bean
		OneOfTwo two(Journal journal) {
			return new OneOfTwo(journal);
		}

		@Bean
		Workflow<Person> stepsWorkflow() {
			return new Workflow<>() {

				@Override
				public String id() {
					return "steps";
				}

				@Override
				public Class<Person> dataType() {
					return Person.class;
				}

				@Override
				public void build(WorkflowBuilder<Person> workflow) {
					workflow.then(SingletonStep.class)
						.then(PrototypeStep.class)
						.call(MadeTask.class)
						.input(Person::name)
						.then(OneOfTwo.class);
				}

			};
		}

	}

	/**
	 * Writes its identity down.
	 */
	abstract static class Step implements StepBody<Person> {

		private final Journal journal;

		private final String name;

		Step(Journal journal, String name) {
			this.journal = journal;
			this.name = name;
		}

		@Override
		public ExecutionResult run(StepContext<Person> context) {
			this.journal.entries.add(this.name + " " + System.identityHashCode(this));
			return ExecutionResult.next();
		}

	}

	static class SingletonStep extends Step {

		SingletonStep(Journal journal) {
			super(journal, "singleton");
		}

	}

	static class PrototypeStep extends Step {

		PrototypeStep(Journal journal) {
			super(journal, "prototype");
		}

	}

	static class OneOfTwo extends Step {

		OneOfTwo(Journal journal) {
			super(journal, "second of two");
		}

	}

	static class MadeTask implements Task<String, String> {

		private final Journal journal;

		MadeTask(Journal journal) {
			this.journal = journal;
		}

		@Override
		public String run(String input) {
			this.journal.entries.add("made " + System.identityHashCode(this));
			return input;
		}

	}

}
