package io.wfe.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard below the application's own rules.
 */
@SpringBootTest(classes = SecurityTests.Application.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "wfe.dashboard.actions=true", "wfe.dashboard.show-data=when-authorized",
				"wfe.dashboard.roles=AUDITOR", "server.servlet.context-path=/shop",
				"wfe.dashboard.path=/admin/workflows" })
class SecurityTests {

	private static final String BASE = "/shop/admin/workflows";

	/** What an application sees when a proxy is in front of it. */
	private static final String PUBLIC = "shop.example";

	@Autowired
	private InMemoryPersistenceProvider store;

	@LocalServerPort
	private int port;

	private String id = "";

	@BeforeEach
	void create() {
		this.id = this.store.createNewWorkflow(
				WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode().put("card", "4711")));
	}

	private static Http as(String user, Http request) {
		String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
		return request.header("Host", PUBLIC).header("Authorization", "Basic " + credentials);
	}

	private String page() {
		return BASE + "/workflow?id=" + this.id;
	}

	@Test
	void applicationDecidesWhoIsServed() {
		assertThat(Http.get(BASE).send(this.port).status()).isEqualTo(401);
		assertThat(Http.get(BASE + "/assets/dashboard.css").send(this.port).status()).isEqualTo(401);
		Http.Response response = as("viewer", Http.get(BASE)).header("X-Forwarded-For", "203.0.113.7").send(this.port);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).contains("href=\"" + BASE + "/assets/dashboard.css\"");
	}

	@Test
	void dataIsShownToRoles() {
		assertThat(as("viewer", Http.get(page())).send(this.port).body())
			.contains("Data is not shown here. See wfe.dashboard.show-data.")
			.doesNotContain("4711");
		assertThat(as("auditor", Http.get(page())).send(this.port).body()).contains("4711");
	}

	@Test
	void formsHaveTheTokenOfSpringSecurity() {
		Http.Response page = as("operator", Http.get(page())).send(this.port);
		String csrf = OnServer.matches(page.body(), "name=\"_csrf\" value=\"([^\"]+)\"").get(0);
		String token = OnServer.matches(page.body(), "name=\"wfe-token\" value=\"([^\"]+)\"").get(0);
		assertThat(suspend("operator", page.cookie(), token, "wrong").status()).isEqualTo(401);
		assertThat(suspend("operator", page.cookie(), "wrong", csrf).status()).isEqualTo(403);
		assertThat(status()).isEqualTo(WorkflowStatus.RUNNABLE);
		Http.Response done = suspend("operator", page.cookie(), token, csrf);
		assertThat(done.status()).isEqualTo(303);
		assertThat(done.header("location")).isEqualTo(page() + "&done=suspend");
		assertThat(status()).isEqualTo(WorkflowStatus.SUSPENDED);
	}

	@Test
	void applicationDecidesWhoMayAct() {
		Http.Response page = as("viewer", Http.get(page())).send(this.port);
		String csrf = OnServer.matches(page.body(), "name=\"_csrf\" value=\"([^\"]+)\"").get(0);
		String token = OnServer.matches(page.body(), "name=\"wfe-token\" value=\"([^\"]+)\"").get(0);
		assertThat(suspend("viewer", page.cookie(), token, csrf).status()).isEqualTo(403);
		assertThat(status()).isEqualTo(WorkflowStatus.RUNNABLE);
	}

	private Http.Response suspend(String user, String cookie, String token, String csrf) {
		return as(user, Http.post(BASE + "/workflow/suspend?id=" + this.id)).header("Cookie", cookie)
			.header("Sec-Fetch-Site", "same-origin")
			.field("wfe-token", token)
			.field("_csrf", csrf)
			.send(this.port);
	}

	private WorkflowStatus status() {
		return Objects.requireNonNull(this.store.getWorkflowInstance(this.id)).status();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
			"io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration" })
	static class Application {

		@Bean
		InMemoryPersistenceProvider store() {
			return new InMemoryPersistenceProvider();
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.POST, "/admin/workflows/**")
					.hasRole("OPERATOR")
					.anyRequest()
					.authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(List.of("viewer", "auditor", "operator")
				.stream()
				.map((name) -> User.withUsername(name)
					.password("{noop}" + name)
					.roles(name.toUpperCase(Locale.ROOT))
					.build())
				.toList());
		}

	}

	/**
	 * Spring Security that does not decide about the dashboard is as good as none.
	 */
	@SpringBootTest(classes = ElsewhereTests.Application.class,
			webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
	static class ElsewhereTests {

		@LocalServerPort
		private int port;

		@Test
		void otherMachinesAreRefused() {
			assertThat(Http.get("/wfe").send(this.port).status()).isEqualTo(200);
			assertThat(Http.get("/wfe").header("Host", PUBLIC).send(this.port).status()).isEqualTo(403);
		}

		@Configuration(proxyBeanMethods = false)
		@EnableAutoConfiguration(
				excludeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
						"io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration" })
		static class Application {

			@Bean
			InMemoryPersistenceProvider store() {
				return new InMemoryPersistenceProvider();
			}

			@Bean
			@Order(1)
			SecurityFilterChain api(HttpSecurity http) throws Exception {
				return http.securityMatcher("/api/**")
					.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
					.build();
			}

			@Bean
			WebSecurityCustomizer ignoresDashboard() {
				return (web) -> web.ignoring()
					.requestMatchers(PathPatternRequestMatcher.withDefaults().matcher("/wfe/**"),
							PathPatternRequestMatcher.withDefaults().matcher("/wfe"));
			}

		}

	}

}
