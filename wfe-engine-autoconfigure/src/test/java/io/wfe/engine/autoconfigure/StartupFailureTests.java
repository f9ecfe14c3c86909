package io.wfe.engine.autoconfigure;

import java.util.Arrays;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application says that cannot start because of the engine.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	private final CapturedOutput output;

	StartupFailureTests(CapturedOutput output) {
		this.output = output;
	}

	@ParameterizedTest
	@CsvSource({ "max-concurrent-workflows=0, must be from 1 to 100000",
			"max-concurrent-workflows=100001, must be from 1 to 100000",
			"max-pointers=99, must be from 100 to 10000000", "max-pointers=10000001, must be from 100 to 10000000",
			"poll-interval=0, must be from 10ms to 1h", "poll-interval=-1s, must be from 10ms to 1h",
			"lease-duration=1ms, must be from 300ms to 1h", "stop-timeout=-1s, must be from 0ms to 1h",
			"stop-timeout=2h, must be from 0ms to 1h", "host-name=' ', must not be blank",
			"retry.interval=-1s, must be from 0ms to 365d",
			"retry.max-interval=30s, must not be shorter than wfe.engine.retry.interval",
			"retry.factor=0.5, must be from 1 to 1000", "retry.factor=NaN, must be from 1 to 1000",
			"retry.factor=2, has no effect without wfe.engine.retry.max-interval",
			"retry.max-retries=-1, must be 0 or more" })
	void valueThatMakesNoSenseIsRefusedByItsName(String property, String problem) {
		String name = property.substring(0, property.indexOf('='));
		assertThat(report(Application.class, "wfe.engine." + property.replace("'", "")))
			.contains("The configuration of the workflow engine is not valid: wfe.engine." + name + " " + problem)
			.contains("Correct wfe.engine." + name + " in the application's configuration");
	}

	@ParameterizedTest
	@CsvSource({ "wake-up=shout", "execute=perhaps", "lease-duration=long" })
	void valueOfAnotherTypeIsRefusedByItsName(String property) {
		assertThat(report(Application.class, "wfe.engine." + property))
			.contains("wfe.engine." + property.substring(0, property.indexOf('=')));
	}

	@Test
	void twoBeansOfOneWorkflowAreNamed() {
		assertThat(report(Twins.class))
			.contains("The workflow beans 'first' and 'second' both have the id 'twin' " + "and the version 1")
			.contains("Give one of them another id, or another version");
	}

	@Test
	void beanWhoseBuilderFailsIsNamed() {
		assertThat(report(Broken.class)).contains("The workflow bean 'broken' (" + Failing.class.getName() + ")")
			.contains("'failing', version 1")
			.contains("no steps today");
	}

	@Test
	void beanThatCannotSayWhatItIsIsNamed() {
		assertThat(report(Nameless.class)).contains("The workflow bean 'nameless' (" + WithoutId.class.getName() + ")")
			.contains("no id today");
	}

	private String report(Class<?> configuration, String... properties) {
		assertThatException().isThrownBy(() -> start(configuration, properties));
		String all = this.output.getAll();
		assertThat(all).contains("APPLICATION FAILED TO START");
		return all.substring(all.lastIndexOf("APPLICATION FAILED TO START"));
	}

	private static void start(Class<?> configuration, String... properties) {
		SpringApplication application = new SpringApplication(Application.class, configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new)).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WfeEngineAutoConfiguration.class)
	static class Application {

		@Bean
		InMemoryPersistenceProvider provider() {
			return new InMemoryPersistenceProvider();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Twins {

		@Bean
		Twin first() {
			return new Twin();
		}

		@Bean
		Twin second() {
			return new Twin();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Broken {

		@Bean
		Failing broken() {
			return new Failing();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Nameless {

		@Bean
		WithoutId nameless() {
			return new WithoutId();
		}

	}

	static class WithoutId extends Twin {

		@Override
		public String id() {
			throw new IllegalStateException("no id today");
		}

	}

	static class Twin implements Workflow<ObjectNode> {

		@Override
		public String id() {
			return "twin";
		}

		@Override
		public Class<ObjectNode> dataType() {
			return ObjectNode.class;
		}

		@Override
		public void build(WorkflowBuilder<ObjectNode> workflow) {
			workflow.update("nothing", (data) -> data);
		}

	}

	static class Failing extends Twin {

		@Override
		public String id() {
			return "failing";
		}

		@Override
		public void build(WorkflowBuilder<ObjectNode> workflow) {
			throw new IllegalStateException("no steps today");
		}

	}

}
