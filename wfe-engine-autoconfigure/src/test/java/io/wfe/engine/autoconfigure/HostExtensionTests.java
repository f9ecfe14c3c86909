package io.wfe.engine.autoconfigure;

import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.WorkflowMiddleware;
import io.wfe.engine.autoconfigure.Greeting.Person;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static io.wfe.engine.autoconfigure.Greeting.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for middleware and listeners that are beans.
 */
class HostExtensionTests {

	private final ApplicationContextRunner inMemory = EngineRunner.inMemory();

	@Test
	void workflowListenerAndMiddlewareMayUseHost() {
		this.inMemory.withUserConfiguration(UsersOfHost.class).run((context) -> {
			run(context, "uses-host", new Person("Ada", ""));
			assertThat(context.getBean(Journal.class).entries).contains("running: true", "definitions: 1");
		});
	}

	@Test
	void middlewareAndListenersAreCalledInOrder() {
		this.inMemory.withBean(Greeting.class).withUserConfiguration(Ordered.class).run((context) -> {
			run(context, "greeting", new Person("Ada", ""));
			List<String> entries = context.getBean(Journal.class).entries;
			assertThat(entries).containsSubsequence("first pre", "second pre");
			assertThat(entries).containsSubsequence("first step", "second step", "second step done", "first step done");
			Awaitility.await()
				.untilAsserted(() -> assertThat(entries).containsSubsequence("first completed", "second completed"));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class UsersOfHost {

		@Bean
		Journal journal() {
			return new Journal();
		}

		@Bean
		Workflow<Person> usesHost(WorkflowHost host, Journal journal) {
			return new Workflow<>() {

				@Override
				public String id() {
					return "uses-host";
				}

				@Override
				public Class<Person> dataType() {
					return Person.class;
				}

				@Override
				public void build(WorkflowBuilder<Person> workflow) {
					workflow.then("look", (context) -> {
						journal.entries.add("running: " + host.isRunning());
						return ExecutionResult.next();
					});
				}

			};
		}

		@Bean
		StepMiddleware middleware(WorkflowHost host, Journal journal) {
			return (context, next) -> {
				journal.entries.add("definitions: " + host.definitions().size());
				return next.run();
			};
		}

		@Bean
		WorkflowListener listener(WorkflowHost host) {
			return new WorkflowListener() {

				@Override
				public void started(WorkflowInstance workflow) {
					host.getWorkflow(workflow.id());
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordered {

		@Bean
		Journal journal() {
			return new Journal();
		}

		@Bean
		@Order(2)
		StepMiddleware second(Journal journal) {
			return middleware(journal, "second");
		}

		@Bean
		@Order(1)
		StepMiddleware first(Journal journal) {
			return middleware(journal, "first");
		}

		@Bean
		@Order(2)
		WorkflowMiddleware secondStart(Journal journal) {
			return new Start(journal, "second");
		}

		@Bean
		@Order(1)
		WorkflowMiddleware firstStart(Journal journal) {
			return new Start(journal, "first");
		}

		@Bean
		@Order(2)
		WorkflowListener secondListener(Journal journal) {
			return new End(journal, "second");
		}

		@Bean
		@Order(1)
		WorkflowListener firstListener(Journal journal) {
			return new End(journal, "first");
		}

		private static StepMiddleware middleware(Journal journal, String name) {
			return (context, next) -> {
				journal.entries.add(name + " step");
				ExecutionResult result = next.run();
				journal.entries.add(name + " step done");
				return result;
			};
		}

	}

	record Start(Journal journal, String name) implements WorkflowMiddleware {

		@Override
		public Phase phase() {
			return Phase.PRE_WORKFLOW;
		}

		@Override
		public void handle(WorkflowInstance workflow, Next next) throws Exception {
			this.journal.entries.add(this.name + " pre");
			next.run();
		}

	}

	/**
	 * Fails, and the others are told all the same.
	 */
	record End(Journal journal, String name) implements WorkflowListener {

		@Override
		public void completed(WorkflowInstance workflow) {
			this.journal.entries.add(this.name + " completed");
		}

		@Override
		public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
			throw new IllegalStateException("on purpose");
		}

	}

}
