package io.wfe.postgres.autoconfigure;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.management.MBeanException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointAutoConfiguration;
import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointProperties;
import io.wfe.actuator.endpoint.DefinitionDescriptor;
import io.wfe.actuator.endpoint.EventDescriptor;
import io.wfe.actuator.endpoint.HostsDescriptor;
import io.wfe.actuator.endpoint.ProblemDescriptor;
import io.wfe.actuator.endpoint.WfeDescriptor;
import io.wfe.actuator.endpoint.WfeEndpoint;
import io.wfe.actuator.endpoint.WfeEndpointJmxExtension;
import io.wfe.actuator.endpoint.WfeEndpointWebExtension;
import io.wfe.actuator.endpoint.WorkflowDescriptor;
import io.wfe.actuator.endpoint.WorkflowPageDescriptor;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.autoconfigure.endpoint.WfePostgresEndpointAutoConfiguration;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.javapoet.ClassName;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WfePostgresEndpointAutoConfiguration}. {@link WfeEndpointTests} tests
 * what the endpoint does.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class WfeEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=wfe";

	private static final AutoConfigurations OURS = AutoConfigurations.of(WfePostgresAutoConfiguration.class,
			WfePostgresEndpointAutoConfiguration.class, WfeEndpointAutoConfiguration.class);

	private final ApplicationContextRunner contextRunner;

	private final ReactiveWebApplicationContextRunner reactive;

	WfeEndpointAutoConfigurationTests(TestDatabase database) {
		this.contextRunner = new ApplicationContextRunner().withConfiguration(OURS)
			.withPropertyValues(Databases.ofStore(database));
		this.reactive = new ReactiveWebApplicationContextRunner().withConfiguration(OURS)
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, CodecsAutoConfiguration.class,
					WebFluxAutoConfiguration.class, HttpHandlerAutoConfiguration.class, EndpointAutoConfiguration.class,
					JacksonEndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
					ManagementContextAutoConfiguration.class))
			.withPropertyValues(Databases.ofStore(database))
			.withPropertyValues(EXPOSED);
	}

	@Test
	void isNotExposedByDefault() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class)
			.doesNotHaveBean(WfeEndpoint.class)
			.doesNotHaveBean(WfeEndpointWebExtension.class)
			.doesNotHaveBean(WfeEndpointProperties.class));
	}

	@Test
	void whenExposedOverWebThenHasNoJmxExtension() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(WfeEndpoint.class)
				.hasSingleBean(WfeEndpointWebExtension.class)
				.doesNotHaveBean(WfeEndpointJmxExtension.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.wfe.access=NONE", "wfe.postgres.enabled=false" })
	void whenDisabledThenIsNotThere(String property) {
		this.contextRunner.withPropertyValues(EXPOSED, property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WfeEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { Endpoint.class, ConditionalOnAvailableEndpoint.class })
	void withoutActuatorIsNotThere(Class<?> missing, CapturedOutput output) {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class)
				.doesNotHaveBean("wfeEndpoint")
				.doesNotHaveBean(WfeEndpointProperties.class));
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	@Test
	void backsOffFromEndpointOfApplication() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withBean("custom", CustomEndpoint.class)
			.run((context) -> assertThat(context).hasSingleBean(WfeEndpoint.class)
				.hasBean("custom")
				.hasSingleBean(WfeEndpointWebExtension.class));
	}

	@ParameterizedTest
	@CsvSource({ "never, false", "when-authorized, false", "always, true" })
	void dataIsShownToStrangersOnlyWhenAlways(String showData, boolean shown) {
		this.contextRunner.withPropertyValues(EXPOSED, "management.endpoint.wfe.show-data=" + showData)
			.run((context) -> assertThat(shownData(context)).isEqualTo(shown ? workflow().data() : null));
	}

	@Test
	void dataIsNotShownByDefault() {
		this.contextRunner.withPropertyValues(EXPOSED).run((context) -> assertThat(shownData(context)).isNull());
	}

	private static WorkflowInstance workflow() {
		return Databases.workflow();
	}

	private static @Nullable JsonNode shownData(ApplicationContext context) {
		String id = context.getBean(PersistenceProvider.class).createNewWorkflow(workflow());
		WebEndpointResponse<OperationResponseBody> response = context.getBean(WfeEndpointWebExtension.class)
			.get(SecurityContext.NONE, "workflows", id, null);
		assertThat(response.getStatus()).isEqualTo(200);
		return ((WorkflowDescriptor) Objects.requireNonNull(response.getBody())).data();
	}

	@Test
	void whenOthersAreAlwaysFasterThenConflict() {
		this.contextRunner.withPropertyValues(EXPOSED).run((context) -> {
			PersistenceProvider store = context.getBean(PersistenceProvider.class);
			String id = store.createNewWorkflow(workflow());
			WfeEndpoint endpoint = new WfeEndpoint(overtaken(store), List.of(), Clock.systemUTC());
			WebEndpointResponse<OperationResponseBody> response = new WfeEndpointWebExtension(endpoint,
					context.getBean(WfeEndpointProperties.class).showData(), Set.of())
				.change("workflows", id, "terminate");
			assertThat(response.getStatus()).isEqualTo(409);
		});
	}

	/**
	 * Returns a store that has lost the race for an instance.
	 */
	private static PersistenceProvider overtaken(PersistenceProvider store) {
		return (PersistenceProvider) Proxy.newProxyInstance(PersistenceProvider.class.getClassLoader(),
				new Class<?>[] { PersistenceProvider.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("terminateWorkflow")) {
						throw new ConcurrentUpdateException((String) arguments[0]);
					}
					return method.invoke(store, arguments);
				});
	}

	@Test
	void worksOverWebFlux() {
		this.reactive.run((context) -> {
			String id = context.getBean(PersistenceProvider.class).createNewWorkflow(workflow());
			WebTestClient client = WebTestClient.bindToApplicationContext(context).build();
			client.get().uri("/actuator/wfe").exchange().expectStatus().isOk();
			client.get()
				.uri("/actuator/wfe/workflows?size=1")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.workflows[0].id")
				.isEqualTo(id);
			client.get().uri("/actuator/wfe/workflows?size=0").exchange().expectStatus().isBadRequest();
			client.get()
				.uri("/actuator/wfe/workflows/unknown")
				.exchange()
				.expectStatus()
				.isNotFound()
				.expectBody()
				.jsonPath("$.error")
				.isEqualTo("There is no workflow instance 'unknown'");
			client.delete()
				.uri("/actuator/wfe/workflows/" + id)
				.exchange()
				.expectStatus()
				.isEqualTo(HttpStatus.CONFLICT);
			client.post()
				.uri("/actuator/wfe/workflows/" + id + "/terminate")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.status")
				.isEqualTo("TERMINATED");
			client.delete().uri("/actuator/wfe/workflows/" + id).exchange().expectStatus().isNoContent();
		});
	}

	@Test
	void whenReadOnlyThenNothingCanBeChanged() {
		this.reactive.withPropertyValues("management.endpoint.wfe.access=READ_ONLY").run((context) -> {
			PersistenceProvider store = context.getBean(PersistenceProvider.class);
			WorkflowInstance workflow = store.createWorkflowInstance(workflow());
			WebTestClient client = WebTestClient.bindToApplicationContext(context).build();
			String path = "/actuator/wfe/workflows/" + workflow.id();
			client.get().uri(path).exchange().expectStatus().isOk();
			client.post().uri(path + "/suspend").exchange().expectStatus().isNotFound();
			client.delete().uri(path).exchange().expectStatus().isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
			assertThat(store.getWorkflowInstance(workflow.id())).isEqualTo(workflow);
		});
	}

	@ParameterizedTest
	@CsvSource({ "always, true", "when-authorized, false" })
	void worksOverJmx(String showData, boolean shown) {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, EndpointAutoConfiguration.class,
					JmxEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=wfe",
					"management.endpoint.wfe.show-data=" + showData)
			.run((context) -> {
				assertThat(context).hasSingleBean(WfeEndpoint.class).doesNotHaveBean(WfeEndpointWebExtension.class);
				PersistenceProvider store = context.getBean(PersistenceProvider.class);
				String id = store.createNewWorkflow(workflow());
				assertThat(invoke("report")).containsKeys("schemaVersion", "workflows", "backlog");
				assertThat(invoke("findWorkflows", null, "runnable", null, null, "10", null)).containsKey("workflows");
				assertThat(invoke("findStuck", "10m", null)).containsKeys("due", "owned", "failed");
				assertThat(invoke("findHosts")).containsKey("hosts");
				assertThat(invoke("findDefinitions", (String) null)).containsKey("definitions");
				String event = (String) invoke("publishEvent", "paid", "order-7", "{\"amount\": 1.50}", null).get("id");
				assertThat(store.getEvent(Objects.requireNonNull(event)).eventData().at("/amount").decimalValue())
					.isEqualByComparingTo("1.50");
				assertThatExceptionOfType(ReflectionException.class)
					.isThrownBy(() -> invoke("publishEvent", "paid", "order-7", "s3cret", null))
					.withMessageContaining("data must be text of JSON");
				assertThat(invoke("getWorkflow", id).get("data")).isEqualTo(shown ? Map.of("total", 3) : null);
				assertThat(invoke("suspend", id)).containsEntry("status", "SUSPENDED");
				assertThat(invoke("resume", id)).containsEntry("status", "RUNNABLE");
				invoke("suspend", id);
				assertThat(invoke("retry", id)).containsEntry("status", "RUNNABLE");
				assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> invoke("purge", id))
					.withMessageContaining("is RUNNABLE and cannot be purged");
				assertThat(invoke("terminate", id)).containsEntry("status", "TERMINATED");
				invoke("purge", id);
				assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> invoke("getWorkflow", id))
					.withMessageContaining("There is no workflow instance '" + id + "'");
				assertThatExceptionOfType(ReflectionException.class)
					.isThrownBy(() -> invoke("findWorkflows", null, "running", null, null, null, null))
					.withMessageContaining("status must be one of");
			});
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> invoke(String operation, @Nullable Object... arguments) throws Exception {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Wfe");
		Object result = ManagementFactory.getPlatformMBeanServer().invoke(name, operation, arguments, signature);
		return (result != null) ? (Map<String, Object>) result : Map.of();
	}

	@Test
	void answersAreBoundInNativeImage() {
		this.contextRunner.withPropertyValues(EXPOSED).prepare((context) -> {
			GenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("io.wfe", "Test")), new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator()
				.processAheadOfTime((GenericApplicationContext) context.getSourceApplicationContext(), generation);
			RuntimeHints hints = generation.getRuntimeHints();
			for (Class<?> type : new Class<?>[] { WfeDescriptor.class, WfeDescriptor.CountDescriptor.class,
					WorkflowPageDescriptor.class, WorkflowDescriptor.PointerDescriptor.class,
					WorkflowDescriptor.SubscriptionDescriptor.class, HostsDescriptor.HostDescriptor.class,
					DefinitionDescriptor.class, EventDescriptor.class, WorkflowDescriptor.ErrorDescriptor.class,
					ProblemDescriptor.class }) {
				assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getName()).accepts(hints);
			}
		});
	}

	/**
	 * An endpoint of the application, which takes the place of ours.
	 */
	static class CustomEndpoint extends WfeEndpoint {

		CustomEndpoint(PersistenceProvider provider) {
			super(provider, List.of(), Clock.systemUTC());
		}

	}

}
