package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint {@code wfe} through a web server.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=wfe", "management.endpoint.wfe.roles=auditor",
				"management.endpoint.wfe.show-data=when-authorized" })
class WfeEndpointTests {

	private static final TestDatabase DATABASE = TestPostgres.createDatabase();

	private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

	private static final String SECRET = "s3cret";

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private final JdbcTemplate jdbc = Databases.jdbc(DATABASE);

	@Autowired
	private PostgresPersistenceProvider store;

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

	@Test
	void reportHasCountsAndBacklog() {
		WorkflowInstance due = created(Databases.workflow().toBuilder().createTime(NOW.minusSeconds(60)));
		created(Databases.workflow().toBuilder().workflowDefinitionId("refund").nextExecution(null));
		created(Databases.workflow().toBuilder().status(WorkflowStatus.COMPLETE));
		JsonNode report = get("", HttpStatus.OK);
		assertThat(report.at("/schemaVersion").intValue()).isEqualTo(this.store.getSchemaVersion());
		assertThat(report.at("/workflows")).isEqualTo(json("""
				{
					"RUNNABLE": {"count": 2, "exact": true, "definitions": {"order": 1, "refund": 1}},
					"SUSPENDED": {"count": 0, "exact": true, "definitions": {}},
					"COMPLETE": {"count": 1, "exact": true, "definitions": {"order": 1}},
					"TERMINATED": {"count": 0, "exact": true, "definitions": {}}
				}
				"""));
		assertThat(report.at("/backlog")).isEqualTo(json("""
				{"asAt": "2100-01-01T00:00:00Z", "oldestDueWorkflow": "%s"}
				""".formatted(due.createTime())));
	}

	@Test
	void reportCountsNoMoreThanTenThousandOfAStatus() {
		this.jdbc.update("""
				INSERT INTO wfc.workflows (id, name, definition_id, version, status, create_time)
				SELECT 'w' || i, 'n' || i, 'order', 1, 'Complete', now() FROM generate_series(1, 10001) AS i
				""");
		assertThat(get("", HttpStatus.OK).at("/workflows/COMPLETE")).isEqualTo(json("""
				{"count": 10000, "exact": false, "definitions": {"order": 10000}}
				"""));
	}

	@Test
	void listIsPagedThroughNewestFirst() {
		List<String> ids = IntStream.range(0, 7)
			.mapToObj((i) -> created(Databases.workflow().toBuilder().createTime(NOW.plusSeconds(i / 2))).id())
			.toList();
		List<String> found = new ArrayList<>();
		String after = "";
		int pages = 0;
		do {
			JsonNode page = get("/workflows?size=3" + after, HttpStatus.OK);
			page.required("workflows").forEach((workflow) -> found.add(workflow.required("id").asString()));
			after = page.has("next") ? "&after=" + page.required("next").asString() : "";
			pages++;
		}
		while (!after.isEmpty());
		assertThat(pages).isEqualTo(3);
		assertThat(found).containsExactlyInAnyOrderElementsOf(ids).startsWith(ids.get(6)).endsWith(ids.get(0));
	}

	@Test
	void pageHasFiftyByDefault() {
		for (int i = 0; i < 51; i++) {
			created(Databases.workflow().toBuilder());
		}
		JsonNode page = get("/workflows", HttpStatus.OK);
		assertThat(page.required("workflows")).hasSize(50);
		assertThat(get("/workflows?after=" + page.required("next").asString(), HttpStatus.OK).required("workflows"))
			.hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "name=ord", "status=suspended", "status=SUSPENDED", "definition=refund",
			"reference=order/7", "name=order-7&status=suspended&definition=refund&reference=order/7" })
	void listIsFiltered(String filter) {
		WorkflowInstance wanted = created(Databases.workflow()
			.toBuilder()
			.name("order-7")
			.status(WorkflowStatus.SUSPENDED)
			.workflowDefinitionId("refund")
			.reference("order/7"));
		created(Databases.workflow().toBuilder());
		JsonNode workflows = get("/workflows?" + filter, HttpStatus.OK).required("workflows");
		assertThat(workflows.findValuesAsString("id")).containsExactly(wanted.id());
		assertThat(workflows.required(0)).isEqualTo(json("""
				{
					"id": "%s", "name": "order-7", "workflowDefinitionId": "refund", "version": 1,
					"reference": "order/7", "status": "SUSPENDED", "nextExecution": "1970-01-01T00:00:00Z",
					"createTime": "%s"
				}
				""".formatted(wanted.id(), wanted.createTime())));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					status=running     | status must be one of runnable, suspended, complete, terminated
					status=            | status must be one of runnable, suspended, complete, terminated
					size=0             | size must be from 1 to 1000
					size=1001          | size must be from 1 to 1000
					size=many          | size must be a whole number
					after=nonsense     | after must be the 'next' of the page before
					after=!            | after must be the 'next' of the page before
					name=%00           | WorkflowQuery: namePrefix must not contain the character U+0000, which PostgreSQL cannot store
					""")
	void whenParameterIsWrongThenSaysSo(String query, String error) {
		assertThat(get("/workflows?" + query, HttpStatus.BAD_REQUEST)).isEqualTo(problem(error));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/events/1" })
	void whenPathIsUnknownThenSaysSo(String path) {
		assertThat(get(path, HttpStatus.BAD_REQUEST)).isEqualTo(problem("The path must continue with 'workflows'"));
	}

	@Test
	void workflowIsShownByIdAndByNameWithoutData() {
		WorkflowInstance workflow = createdWithAll();
		String shown = body(HttpMethod.GET, "/workflows/" + workflow.id(), HttpStatus.OK, null);
		assertThat(shown).doesNotContain(SECRET);
		JsonNode json = json(shown);
		assertThat(json.at("/workflow/id").asString()).isEqualTo(workflow.id());
		assertThat(json.at("/pointers").findValuesAsString("stepName")).containsExactly("reserve", "pay");
		assertThat(json.at("/pointers/1/status").asString()).isEqualTo("WAITING_FOR_EVENT");
		assertThat(json.at("/subscriptions/0/eventKey").asString()).isEqualTo("order-7");
		assertThat(json.at("/subscriptions/0/externalWorkerId").asString()).isEqualTo("worker");
		assertThat(json.at("/errors/0")).isEqualTo(json("""
				{"errorTime": "2100-01-01T00:00:00Z", "executionPointerId": "pay"}
				"""));
		assertThat(json.at("/moreErrors").booleanValue()).isFalse();
		assertThat(json.at("/moreSubscriptions").booleanValue()).isFalse();
		assertThat(get("/workflows/" + workflow.name(), HttpStatus.OK)).isEqualTo(json);
	}

	@Test
	void dataIsShownToUserInRoleOnly() {
		String path = "/workflows/" + createdWithAll().id();
		assertThat(body(HttpMethod.GET, path, HttpStatus.OK, "somebody")).doesNotContain(SECRET);
		JsonNode json = json(body(HttpMethod.GET, path, HttpStatus.OK, "auditor"));
		assertThat(json.at("/data"))
			.isEqualTo(json("{\"secret\": \"s3cret\", \"none\": null, \"big\": 12345678901234567890.1234567890123}"));
		JsonNode pointer = json.at("/pointers/1");
		JsonNode secret = json("{\"secret\": \"s3cret\"}");
		for (String field : List.of("persistenceData", "eventData", "contextItem", "outcome")) {
			assertThat(pointer.required(field)).isEqualTo(secret);
		}
		assertThat(pointer.at("/extensionAttributes/a")).isEqualTo(secret);
		assertThat(json.at("/subscriptions/0/subscriptionData")).isEqualTo(secret);
		assertThat(json.at("/subscriptions/0/externalToken").asString()).isEqualTo(SECRET);
		assertThat(json.at("/errors/0/message").asString()).isEqualTo(SECRET);
	}

	@Test
	void latestHundredErrorsAndOldestHundredSubscriptionsAreShown() {
		WorkflowInstance workflow = created(Databases.workflow().toBuilder());
		this.store.persistErrors(IntStream.range(0, 101)
			.mapToObj((i) -> new ExecutionError(NOW.plusSeconds(i), workflow.id(), "pointer " + i, "message"))
			.toList());
		List<EventSubscription> subscriptions = IntStream.range(0, 101)
			.mapToObj(
					(i) -> EventSubscription.create(workflow.id(), 0, "pointer " + i, "paid", "k", NOW.plusSeconds(i)))
			.toList();
		this.store.persistWorkflowWithSubscriptions(workflow, subscriptions);
		JsonNode json = get("/workflows/" + workflow.id(), HttpStatus.OK);
		assertThat(json.at("/errors")).hasSize(100);
		assertThat(json.at("/errors/0/executionPointerId").asString()).isEqualTo("pointer 100");
		assertThat(json.at("/moreErrors").booleanValue()).isTrue();
		assertThat(json.at("/subscriptions")).hasSize(100);
		assertThat(json.at("/subscriptions/0/executionPointerId").asString()).isEqualTo("pointer 0");
		assertThat(json.at("/moreSubscriptions").booleanValue()).isTrue();
		// Ending it deletes them all
		exchange(HttpMethod.POST, "/workflows/" + workflow.id() + "/terminate", HttpStatus.OK);
		assertThat(this.store.getSubscriptionsByWorkflow(workflow.id(), 1)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "GET, ''", "POST, /suspend", "POST, /resume", "POST, /terminate", "DELETE, ''" })
	void whenWorkflowIsUnknownThenNotFound(String method, String action) {
		assertThat(exchange(HttpMethod.valueOf(method), "/workflows/unknown" + action, HttpStatus.NOT_FOUND))
			.isEqualTo(problem("There is no workflow instance 'unknown'"));
	}

	@Test
	void suspendedWorkflowIsNotDueAndResumedOneIsDueAtOnce() {
		WorkflowInstance workflow = created(Databases.workflow().toBuilder().nextExecution(NOW.minusSeconds(1)));
		JsonNode suspended = exchange(HttpMethod.POST, "/workflows/" + workflow.id() + "/suspend", HttpStatus.OK);
		assertThat(suspended.required("status").asString()).isEqualTo("SUSPENDED");
		assertThat(this.store.getRunnableInstances(NOW)).isEmpty();
		WorkflowInstance stored = this.store.getWorkflowInstance(workflow.id());
		assertThat(stored.toBuilder().status(WorkflowStatus.RUNNABLE).revision(null).build())
			.isEqualTo(workflow.toBuilder().revision(null).build());
		JsonNode resumed = exchange(HttpMethod.POST, "/workflows/" + workflow.id() + "/resume", HttpStatus.OK);
		assertThat(resumed.required("status").asString()).isEqualTo("RUNNABLE");
		assertThat(this.store.getRunnableInstances(Instant.EPOCH)).containsExactly(workflow.id());
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "RUNNABLE", "SUSPENDED" })
	void terminatedWorkflowHasEndedAndNothingWaits(WorkflowStatus status) {
		WorkflowInstance workflow = createdWithAll();
		workflow = this.store.persistWorkflow(workflow.toBuilder().status(status).build());
		exchange(HttpMethod.POST, "/workflows/" + workflow.name() + "/terminate", HttpStatus.OK);
		WorkflowInstance terminated = this.store.getWorkflowInstance(workflow.id());
		assertThat(terminated.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(terminated.completeTime()).isEqualTo(NOW);
		assertThat(terminated.nextExecution()).isNull();
		assertThat(terminated.data()).isEqualTo(workflow.data());
		assertThat(terminated.executionPointers().get(0)).isEqualTo(workflow.executionPointers().get(0));
		assertThat(terminated.executionPointers().get(1)).isEqualTo(workflow.executionPointers()
			.get(1)
			.toBuilder()
			.status(PointerStatus.CANCELLED)
			.active(false)
			.endTime(NOW)
			.build());
		assertThat(this.store.getSubscriptionsByWorkflow(workflow.id(), 1)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "SUSPENDED, suspend, suspended", "COMPLETE, suspend, suspended", "TERMINATED, suspend, suspended",
			"RUNNABLE, resume, resumed", "COMPLETE, resume, resumed", "TERMINATED, resume, resumed",
			"COMPLETE, terminate, terminated", "TERMINATED, terminate, terminated" })
	void whenStatusDoesNotAllowItThenNothingIsChanged(WorkflowStatus status, String action, String participle) {
		WorkflowInstance workflow = created(Databases.workflow().toBuilder().status(status));
		assertThat(exchange(HttpMethod.POST, "/workflows/" + workflow.id() + "/" + action, HttpStatus.CONFLICT))
			.isEqualTo(
					problem("Workflow instance '" + workflow.id() + "' is " + status + " and cannot be " + participle));
		assertThat(this.store.getWorkflowInstance(workflow.id())).isEqualTo(workflow);
	}

	@Test
	void whenActionIsUnknownThenSaysWhatThereIs() {
		String id = created(Databases.workflow().toBuilder()).id();
		assertThat(exchange(HttpMethod.POST, "/workflows/" + id + "/explode", HttpStatus.BAD_REQUEST))
			.isEqualTo(problem("The last segment of the path must be one of suspend, resume, terminate"));
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "COMPLETE", "TERMINATED" })
	void endedWorkflowIsPurged(WorkflowStatus status) {
		WorkflowInstance workflow = created(Databases.workflow().toBuilder().status(status));
		assertThat(body(HttpMethod.DELETE, "/workflows/" + workflow.id(), HttpStatus.NO_CONTENT, null)).isEmpty();
		assertThat(Databases.hasWorkflow(DATABASE, workflow.id())).isFalse();
	}

	@Test
	void whenWorkflowHasNotEndedThenIsNotPurged() {
		WorkflowInstance workflow = created(Databases.workflow().toBuilder());
		assertThat(exchange(HttpMethod.DELETE, "/workflows/" + workflow.id(), HttpStatus.CONFLICT)).isEqualTo(problem(
				"Workflow instance '" + workflow.id() + "' is RUNNABLE and cannot be purged before it has ended"));
		assertThat(this.store.getWorkflowInstance(workflow.id())).isEqualTo(workflow);
	}

	@Test
	void whenWorkflowIsChangedMeanwhileThenNeitherChangeIsLost() throws SQLException {
		String id = created(Databases.workflow().toBuilder()).id();
		CompletableFuture<JsonNode> suspended;
		try (Connection connection = Databases.dataSource(DATABASE).getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement update = connection
				.prepareStatement("UPDATE wfc.workflows SET description = 'changed' WHERE id = ?")) {
				update.setString(1, id);
				assertThat(update.executeUpdate()).isOne();
			}
			suspended = CompletableFuture
				.supplyAsync(() -> exchange(HttpMethod.POST, "/workflows/" + id + "/suspend", HttpStatus.OK));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::writerIsBlocked);
			connection.commit();
		}
		assertThat(suspended).succeedsWithin(Duration.ofSeconds(30));
		WorkflowInstance stored = this.store.getWorkflowInstance(id);
		assertThat(stored.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(stored.description()).isEqualTo("changed");
	}

	private boolean writerIsBlocked() {
		return Boolean.TRUE.equals(this.jdbc.queryForObject("""
				SELECT EXISTS (SELECT FROM pg_stat_activity
					WHERE datname = current_database() AND wait_event_type = 'Lock')
				""", Boolean.class));
	}

	private WorkflowInstance created(WorkflowInstance.Builder builder) {
		return this.store.createWorkflowInstance(builder.build());
	}

	/**
	 * Creates an instance with a secret wherever there may be one.
	 */
	private WorkflowInstance createdWithAll() {
		JsonNode secret = json("{\"secret\": \"s3cret\"}");
		ExecutionPointer ended = ExecutionPointer.create(0)
			.toBuilder()
			.stepName("reserve")
			.status(PointerStatus.COMPLETE)
			.active(false)
			.endTime(NOW.minusSeconds(9))
			.build();
		ExecutionPointer waiting = ExecutionPointer.create(1)
			.toBuilder()
			.stepName("pay")
			.status(PointerStatus.WAITING_FOR_EVENT)
			.persistenceData(secret)
			.eventData(secret)
			.contextItem(secret)
			.outcome(secret)
			.extensionAttributes(Map.of("a", secret))
			.build();
		WorkflowInstance workflow = created(Databases.workflow()
			.toBuilder()
			.name("order-7")
			.data(json("{\"secret\": \"s3cret\", \"none\": null, \"big\": 12345678901234567890.1234567890123}"))
			.executionPointers(List.of(ended, waiting)));
		this.store
			.createEventSubscription(EventSubscription.create(workflow.id(), 1, waiting.id(), "paid", "order-7", NOW)
				.toBuilder()
				.subscriptionData(secret)
				.externalToken(SECRET)
				.externalWorkerId("worker")
				.build());
		this.store.persistErrors(List.of(new ExecutionError(NOW, workflow.id(), "pay", SECRET)));
		return workflow;
	}

	private JsonNode get(String path, HttpStatus expected) {
		return exchange(HttpMethod.GET, path, expected);
	}

	private JsonNode exchange(HttpMethod method, String path, HttpStatus expected) {
		return json(body(method, path, expected, null));
	}

	private String body(HttpMethod method, String path, HttpStatus expected, @Nullable String user) {
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

	private static JsonNode problem(String error) {
		return mapper.createObjectNode().put("error", error);
	}

	private static JsonNode json(String text) {
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
