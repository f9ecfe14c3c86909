package io.wfe.engine.autoconfigure;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ActivityClient;
import io.wfe.engine.UserTasks;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.Greeting.Person;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
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

import static io.wfe.engine.autoconfigure.Greeting.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfeEngineAutoConfiguration}.
 */
@ExtendWith(PostgresExtension.class)
class WfeEngineAutoConfigurationTests {

	private final ApplicationContextRunner inMemory = EngineRunner.inMemory();

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

	private static String stored(ApplicationContext context) {
		WorkflowHost host = context.getBean(WorkflowHost.class);
		return host.getWorkflow(host.startWorkflow("greeting", new Person("Ada", ""))).data().toString();
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

}
