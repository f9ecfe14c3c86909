package io.wfe.engine.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ActivityClient;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.Task;
import io.wfe.engine.UserTasks;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.WorkflowMiddleware;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfeEngineAutoConfiguration}.
 */
@ExtendWith(PostgresExtension.class)
class WfeEngineAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	/** Without a database. */
	private final ApplicationContextRunner inMemory = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfeEngineAutoConfiguration.class))
		.withBean(InMemoryPersistenceProvider.class);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void workflowBeanRunsWithNoOtherSetting(boolean ownPool, TestDatabase database) {
		ApplicationContextRunner runner = ownPool ? EngineRunner.own(database) : EngineRunner.sharing(database);
		runner.withBean(Greeting.class).run((context) -> {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			assertThat(host.isRunning()).isTrue();
			assertThat(run(context, "greeting", new Person("Ada", "")).text()).isEqualTo("Hello Ada");
			assertThat(context).hasSingleBean(ActivityClient.class).hasSingleBean(UserTasks.class);
		});
	}

	@Test
	void thereIsNoHostWithoutStore() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WfeEngineAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkflowHost.class));
	}

	@Test
	void thereIsNoHostIfDisabled() {
		this.inMemory.withPropertyValues("wfe.engine.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class)
				.doesNotHaveBean(WorkflowHost.class)
				.doesNotHaveBean(ActivityClient.class));
	}

	@Test
	void hostOfApplicationReplacesOurs() {
		this.inMemory.withUserConfiguration(OwnHost.class).withBean(Greeting.class).run((context) -> {
			assertThat(context).hasSingleBean(WorkflowHost.class).doesNotHaveBean(WorkflowHostLifecycle.class);
			assertThat(context.getBean(WorkflowHost.class).definitions()).isEmpty();
			assertThat(context).hasSingleBean(ActivityClient.class);
		});
	}

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

	@Test
	void propertiesOfJacksonDoNotChangeWhatIsStored() {
		this.inMemory.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE")
			.withBean(Greeting.class)
			.run((context) -> assertThat(stored(context)).contains("\"name\":\"Ada\""));
	}

	@Test
	void qualifiedJsonMapperMapsData() {
		this.inMemory.withUserConfiguration(OwnMapper.class)
			.withBean(Greeting.class)
			.run((context) -> assertThat(stored(context)).contains("\"Name\":\"Ada\""));
	}

	@Test
	void hostThatDoesNotExecuteStartsOnly() {
		this.inMemory.withPropertyValues("wfe.engine.execute=false").withBean(Greeting.class).run((context) -> {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			String id = host.startWorkflow("greeting", new Person("Ada", ""));
			assertThat(host.isRunning()).isTrue();
			assertThat(host.getWorkflow(id).status()).isEqualTo(WorkflowStatus.RUNNABLE);
		});
	}

	@Test
	void customizerHasTheLastWord() {
		this.inMemory.withPropertyValues("wfe.engine.execute=true")
			.withBean(WorkflowHostBuilderCustomizer.class, () -> (builder) -> builder.workflow(new Greeting()))
			.run((context) -> assertThat(context.getBean(WorkflowHost.class).definitions())
				.extracting(WorkflowDefinition::id)
				.containsExactly("greeting"));
	}

	private static Person run(ApplicationContext context, String definition, Person data) {
		WorkflowHost host = context.getBean(WorkflowHost.class);
		String id = host.startWorkflow(definition, data);
		assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE);
		return host.getData(id, Person.class);
	}

	private static String stored(ApplicationContext context) {
		WorkflowHost host = context.getBean(WorkflowHost.class);
		return host.getWorkflow(host.startWorkflow("greeting", new Person("Ada", ""))).data().toString();
	}

	/**
	 * Data.
	 */
	record Person(String name, String text) {

		Person with(String text) {
			return new Person(this.name, text);
		}

	}

	/**
	 * What has happened.
	 */
	static class Journal {

		final List<String> entries = new CopyOnWriteArrayList<>();

	}

	static class Greeting implements Workflow<Person> {

		@Override
		public String id() {
			return "greeting";
		}

		@Override
		public Class<Person> dataType() {
			return Person.class;
		}

		@Override
		public void build(WorkflowBuilder<Person> workflow) {
			workflow.update("greet", (person) -> person.with("Hello " + person.name()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHost {

		@Bean
		WorkflowHost ownHost(PersistenceProvider provider) {
			return WorkflowHost.builder(provider).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMapper {

		@Bean(defaultCandidate = false)
		@WfeJsonMapper
		JsonMapper engineMapper() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE).build();
		}

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
