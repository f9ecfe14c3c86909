package io.wfe.dashboard;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreListener;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHost;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfeDashboardAutoConfiguration}, on a store in memory.
 */
class WfeDashboardAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class, WfeDashboardAutoConfiguration.class))
		.withBean(InMemoryPersistenceProvider.class);

	private static MockMvcTester browser(AssertableWebApplicationContext context) {
		MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
		return MockMvcTester.create(mvc);
	}

	@Test
	void dashboardIsThereWithAStore() {
		this.runner.run((context) -> assertThat(browser(context).get().uri("/wfe")).hasStatusOk()
			.bodyText()
			.contains("Overview"));
	}

	@Test
	void dashboardIsNotThereWithoutStoreWebOrWhenDisabled() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WebMvcAutoConfiguration.class, WfeDashboardAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean("wfeDashboard"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WfeDashboardAutoConfiguration.class))
			.withBean(InMemoryPersistenceProvider.class)
			.run((context) -> assertThat(context).doesNotHaveBean("wfeDashboard"));
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).doesNotHaveBean("wfeDashboard"));
		this.runner.withPropertyValues("wfe.dashboard.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("wfeDashboard"));
	}

	@Test
	void springSecurityMayBeMissing() {
		this.runner.withClassLoader(new FilteredClassLoader(FilterChainProxy.class)).run((context) -> {
			assertThat(browser(context).get().uri("/wfe")).hasStatusOk();
			assertThat(browser(context).get().uri("/wfe").with((request) -> {
				request.setRemoteAddr("203.0.113.7");
				return request;
			})).hasStatus(403);
		});
	}

	@Test
	void otherMachinesAreServedWhenTold() {
		this.runner.withPropertyValues("wfe.dashboard.allow-remote-without-security=true")
			.run((context) -> assertThat(browser(context).get().uri("/wfe").with((request) -> {
				request.setRemoteAddr("203.0.113.7");
				request.setServerName("shop.example");
				return request;
			})).hasStatusOk());
	}

	@Test
	void nothingCanBeDoneByDefault() {
		this.runner.run((context) -> {
			InMemoryPersistenceProvider store = context.getBean(InMemoryPersistenceProvider.class);
			String id = store
				.createNewWorkflow(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.stringNode("4711")));
			assertThat(browser(context).get().uri("/wfe/workflow?id={id}", id)).hasStatusOk()
				.bodyText()
				.doesNotContain("<button type=\"button\" data-dialog", "<form method=\"post\"", "4711");
			assertThat(browser(context).post().uri("/wfe/workflow/terminate?id={id}", id)).hasStatus(404);
			assertThat(browser(context).post().uri("/wfe/events")).hasStatus(404);
			assertThat(browser(context).get().uri("/wfe")).doesNotContainHeader("Set-Cookie");
		});
	}

	@Test
	void storeIsChosen() {
		InMemoryPersistenceProvider orders = new InMemoryPersistenceProvider();
		String id = orders
			.createNewWorkflow(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.stringNode("4711")));
		this.runner.withBean(StoreRegistry.class, () -> new OneNamedStore(orders)).run((context) -> {
			assertThat(browser(context).get().uri("/wfe")).hasStatusOk()
				.bodyText()
				.contains("href=\"/wfe/stores/orders\"");
			assertThat(browser(context).get().uri("/wfe/workflow?id={id}", id)).hasStatus(404);
			assertThat(browser(context).get().uri("/wfe/stores/orders/workflow?id={id}", id)).hasStatusOk()
				.bodyText()
				.contains("href=\"/wfe/stores/orders/workflows\"", "href=\"/wfe/assets/dashboard.css\"");
			assertThat(browser(context).get().uri("/wfe/stores/orders/api/overview")).hasStatusOk();
			assertThat(browser(context).get().uri("/wfe/stores/unknown")).hasStatus(400);
		});
	}

	@Test
	void pathIsChosen() {
		this.runner.withPropertyValues("wfe.dashboard.path=/admin/workflows").run((context) -> {
			assertThat(browser(context).get().uri("/admin/workflows")).hasStatusOk()
				.bodyText()
				.contains("href=\"/admin/workflows/assets/dashboard.css\"");
			assertThat(browser(context).get().uri("/wfe")).hasStatus(404);
		});
		this.runner.withPropertyValues("wfe.dashboard.path=/").run((context) -> {
			assertThat(browser(context).get().uri("/")).hasStatusOk().bodyText().contains("href=\"/workflows\"");
			assertThat(browser(context).get().uri("/workflows")).hasStatusOk();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "wfe", "/wfe/", "", "/wfe/**", "/{x}", "//", "/a b" })
	void pathThatCannotBeServedStopsTheStart(String path) {
		this.runner.withPropertyValues("wfe.dashboard.path=" + path)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("wfe.dashboard.path"));
	}

	/**
	 * An application of the store alone has no host.
	 */
	@Test
	void storeAloneIsEnough() {
		this.runner.withPropertyValues("wfe.dashboard.actions=true").run((context) -> {
			assertThat(context).doesNotHaveBean(WorkflowHost.class);
			InMemoryPersistenceProvider store = context.getBean(InMemoryPersistenceProvider.class);
			String id = store
				.createNewWorkflow(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode()));
			post(context, "/wfe/workflow/suspend?id=" + id);
			post(context, "/wfe/workflow/retry?id=" + id);
			post(context, "/wfe/workflow/suspend?id=" + id);
			post(context, "/wfe/workflow/resume?id=" + id);
			post(context, "/wfe/workflow/terminate?id=" + id);
			assertThat(store.getWorkflowInstance(id).status().name()).isEqualTo("TERMINATED");
			post(context, "/wfe/events?name=paid&key=7&data=1");
			assertThat(store.findEvents("paid", "7", Instant.EPOCH, 10)).hasSize(1);
		});
	}

	private static void post(AssertableWebApplicationContext context, String address) {
		String token = "t".repeat(32);
		assertThat(browser(context).post()
			.uri(address)
			.param("wfe-token", token)
			.cookie(new Cookie("wfe-dashboard-token", token))
			.header("Sec-Fetch-Site", "same-origin")).hasStatus(303);
	}

	@Test
	void storeThatDoesNotAnswerIsTold() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WebMvcAutoConfiguration.class, WfeDashboardAutoConfiguration.class))
			.withBean(PersistenceProvider.class,
					() -> (PersistenceProvider) Proxy.newProxyInstance(getClass().getClassLoader(),
							new Class<?>[] { PersistenceProvider.class }, (proxy, method, arguments) -> {
								throw new PersistenceException("password=s3cret", null);
							}))
			.run((context) -> {
				assertThat(browser(context).get().uri("/wfe")).hasStatus(503)
					.bodyText()
					.contains("The store does not answer")
					.doesNotContain("s3cret");
				assertThat(browser(context).get().uri("/wfe/api/overview")).hasStatus(503)
					.bodyJson()
					.extractingPath("error")
					.isNotNull();
			});
	}

	@Test
	void assetsAreInANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new WfeDashboardAutoConfiguration.Hints().registerHints(hints, null);
		for (String name : new String[] { "dashboard.css", "dashboard.js", "icon.svg" }) {
			assertThat(RuntimeHintsPredicates.resource().forResource("io/wfe/dashboard/assets/" + name)).accepts(hints);
		}
	}

	/**
	 * A store beside the default one.
	 */
	private record OneNamedStore(PersistenceProvider orders) implements StoreRegistry {

		@Override
		public Map<String, PersistenceProvider> stores() {
			return Map.of("orders", this.orders);
		}

		@Override
		public void addListener(StoreListener listener) {
			listener.added("orders", this.orders);
		}

	}

}
