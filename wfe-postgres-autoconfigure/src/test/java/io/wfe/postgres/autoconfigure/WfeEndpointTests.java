package io.wfe.postgres.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the endpoint {@code wfe} shows, through a web server.
 */
class WfeEndpointTests extends EndpointOnServer {

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
	@CsvSource(delimiter = '|', textBlock = """
			/nothing   | The path must continue with 'workflows' or 'stuck' or 'hosts' or 'definitions'
			/nothing/1 | The path must continue with 'workflows' or 'definitions'
			""")
	void whenPathIsUnknownThenSaysSo(String path, String error) {
		assertThat(get(path, HttpStatus.BAD_REQUEST)).isEqualTo(problem(error));
	}

	@Test
	void hostsOfAllNodesAreListed() {
		Instant started = this.store.registerHost("h1", "node-1", "1.0", Duration.ofMinutes(1));
		assertThat(get("/hosts", HttpStatus.OK).at("/hosts/0").required("startedAt").asString())
			.isEqualTo(started.toString());
		assertThat(get("/hosts", HttpStatus.OK).at("/hosts").findValuesAsString("name")).containsExactly("node-1");
		this.store.releaseHost("h1");
		assertThat(get("/hosts", HttpStatus.OK)).isEqualTo(json("{\"hosts\": []}"));
	}

	@Test
	void stuckWorkflowsAreListed() {
		WorkflowInstance due = created(Databases.workflow().toBuilder().nextExecution(NOW.minusSeconds(3601)));
		WorkflowInstance later = created(Databases.workflow().toBuilder().nextExecution(NOW.minusSeconds(60)));
		WorkflowInstance failed = created(Databases.workflow()
			.toBuilder()
			.status(WorkflowStatus.SUSPENDED)
			.executionPointers(List.of(ExecutionPointer.create(0).toBuilder().status(PointerStatus.FAILED).build())));
		JsonNode hour = get("/stuck?longerThan=1h", HttpStatus.OK);
		assertThat(hour.at("/due")).hasSize(1);
		assertThat(hour.at("/due/0/workflow/id").asString()).isEqualTo(due.id());
		assertThat(hour.at("/due/0/since").asString()).isEqualTo("2099-12-31T22:59:59Z");
		assertThat(hour.at("/owned")).isEmpty();
		assertThat(hour.at("/failed")).hasSize(1);
		assertThat(hour.at("/failed/0/workflow/id").asString()).isEqualTo(failed.id());
		assertThat(get("/stuck", HttpStatus.OK).at("/due")).hasSize(1);
		assertThat(get("/stuck?longerThan=10s", HttpStatus.OK).at("/due")).hasSize(2);
		assertThat(get("/stuck?longerThan=PT10S&size=1", HttpStatus.OK).at("/due/0/workflow/id").asString())
			.isEqualTo(due.id())
			.isNotEqualTo(later.id());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			longerThan=soon   | longerThan must be a time such as 10m or 2h
			longerThan=-1s    | longerThan must be from 0 to 100 years
			longerThan=99999d | longerThan must be from 0 to 100 years
			size=0            | size must be from 1 to 1000
			size=many         | size must be a whole number
			""")
	void whenParameterOfStuckIsWrongThenSaysSo(String query, String error) {
		assertThat(get("/stuck?" + query, HttpStatus.BAD_REQUEST)).isEqualTo(problem(error));
	}

	@Test
	void withoutEngineThereAreNoDefinitions() {
		assertThat(get("/definitions", HttpStatus.OK)).isEqualTo(json("{\"definitions\": []}"));
		assertThat(get("/definitions/order", HttpStatus.OK)).isEqualTo(json("{\"definitions\": []}"));
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

}
