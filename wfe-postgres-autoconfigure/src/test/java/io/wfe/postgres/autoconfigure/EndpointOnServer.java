package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The endpoint {@code wfe} of an application with a web server.
 */
@SpringBootTest(classes = EndpointOnServer.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=wfe", "management.endpoint.wfe.roles=auditor",
				"management.endpoint.wfe.show-data=when-authorized" })
abstract class EndpointOnServer {

	static final TestDatabase DATABASE = TestPostgres.createDatabase();

	static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

	static final String SECRET = "s3cret";

	static final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	final JdbcTemplate jdbc = Databases.jdbc(DATABASE);

	@Autowired
	PostgresPersistenceProvider store;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		registry.add("wfe.postgres.url", DATABASE::uri);
	}

	@BeforeEach
	void empty() {
		this.store.truncateAll();
	}

	WorkflowInstance created(WorkflowInstance.Builder builder) {
		return this.store.createWorkflowInstance(builder.build());
	}

	JsonNode get(String path, HttpStatus expected) {
		return exchange(HttpMethod.GET, path, expected);
	}

	JsonNode exchange(HttpMethod method, String path, HttpStatus expected) {
		return json(body(method, path, expected, null));
	}

	JsonNode post(String path, String body, HttpStatus expected) {
		byte[] answer = RestTestClient.bindToServer()
			.build()
			.post()
			.uri(URI.create("http://localhost:" + this.port + "/actuator/wfe" + path))
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange()
			.expectStatus()
			.isEqualTo(expected)
			.expectBody()
			.returnResult()
			.getResponseBody();
		return mapper.readTree(answer);
	}

	String body(HttpMethod method, String path, HttpStatus expected, @Nullable String user) {
		byte[] body = RestTestClient.bindToServer()
			.build()
			.method(method)
			.uri(URI.create("http://localhost:" + this.port + "/actuator/wfe" + path))
			.headers((headers) -> {
				if (user != null) {
					headers.set(HeaderUserFilter.HEADER, user);
				}
			})
			.exchange()
			.expectStatus()
			.isEqualTo(expected)
			.expectBody()
			.returnResult()
			.getResponseBody();
		return (body != null) ? new String(body, StandardCharsets.UTF_8) : "";
	}

	static JsonNode problem(String error) {
		return mapper.createObjectNode().put("error", error);
	}

	static JsonNode json(String text) {
		return mapper.readTree(text);
	}

	/**
	 * A web application with everything that is on the class path, but for data sources.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
			DataJpaRepositoriesAutoConfiguration.class, LiquibaseAutoConfiguration.class,
			FlywayAutoConfiguration.class })
	static class Application {

		@Bean
		Clock clock() {
			return Clock.fixed(NOW, ZoneOffset.UTC);
		}

		@Bean
		HeaderUserFilter headerUserFilter() {
			return new HeaderUserFilter();
		}

	}

	/**
	 * Takes the user, who has the one role of that name, from a header.
	 */
	static final class HeaderUserFilter extends OncePerRequestFilter {

		static final String HEADER = "X-User";

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			String user = request.getHeader(HEADER);
			chain.doFilter((user != null) ? new HttpServletRequestWrapper(request) {

				@Override
				public Principal getUserPrincipal() {
					return () -> user;
				}

				@Override
				public boolean isUserInRole(String role) {
					return Objects.equals(role, user);
				}

			} : request, response);
		}

	}

}
