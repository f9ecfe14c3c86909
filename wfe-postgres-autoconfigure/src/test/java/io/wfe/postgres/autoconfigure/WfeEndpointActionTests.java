package io.wfe.postgres.autoconfigure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.wfe.core.model.Event;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the endpoint {@code wfe} does, through a web server.
 */
class WfeEndpointActionTests extends EndpointOnServer {

	@ParameterizedTest
	@CsvSource({ "GET, ''", "POST, /suspend", "POST, /resume", "POST, /terminate", "POST, /retry", "DELETE, ''" })
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

	@Test
	void retriedStepsHaveAllTheirRetriesAgain() {
		ExecutionPointer failed = ExecutionPointer.create(0)
			.toBuilder()
			.status(PointerStatus.FAILED)
			.retryCount(3)
			.sleepUntil(NOW.plusSeconds(60))
			.build();
		WorkflowInstance workflow = created(
				Databases.workflow().toBuilder().status(WorkflowStatus.SUSPENDED).executionPointers(List.of(failed)));
		JsonNode retried = exchange(HttpMethod.POST, "/workflows/" + workflow.id() + "/retry", HttpStatus.OK);
		assertThat(retried.required("status").asString()).isEqualTo("RUNNABLE");
		ExecutionPointer pointer = this.store.getWorkflowInstance(workflow.id()).executionPointers().get(0);
		assertThat(pointer.retryCount()).isZero();
		assertThat(pointer.sleepUntil()).isNull();
	}

	@Test
	void eventIsPublished() {
		String id = post("/events",
				"""
						{"eventName": "paid", "eventKey": "order-7", "data": "{\\"amount\\": 12345678901234567890.1234567890123}",
						"effectiveTime": "2100-01-02T00:00:00Z"}
						""",
				HttpStatus.OK)
			.required("id")
			.asString();
		Event event = this.store.getEvent(id);
		assertThat(event.eventName()).isEqualTo("paid");
		assertThat(event.eventKey()).isEqualTo("order-7");
		assertThat(event.eventData()).isEqualTo(json("{\"amount\": 12345678901234567890.1234567890123}"));
		assertThat(event.eventTime()).isEqualTo("2100-01-02T00:00:00Z");
		assertThat(this.store.getRunnableEvents(NOW)).isEmpty();
		assertThat(this.store.getRunnableEvents(event.eventTime())).containsExactly(id);
	}

	@Test
	void eventNeedsNoMoreThanItsName() {
		String id = post("/events", "{\"eventName\": \"stocktaking\"}", HttpStatus.OK).required("id").asString();
		Event event = this.store.getEvent(id);
		assertThat(event.eventKey()).isEmpty();
		assertThat(event.eventData()).isEqualTo(JsonNodeFactory.instance.nullNode());
		assertThat(event.eventTime()).isBefore(NOW);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					/events | {"eventName": "paid", "effectiveTime": "soon"} | effectiveTime must be an instant such as 2026-01-01T12:00:00Z
					/events | {"eventName": "paid", "data": "s3cret"}        | data must be text of JSON
					/hosts  | {"eventName": "paid"}                          | The path must continue with 'events'
					""")
	void whenEventIsWrongThenSaysSo(String path, String event, String error) {
		assertThat(post(path, event, HttpStatus.BAD_REQUEST)).isEqualTo(problem(error));
	}

	@Test
	void terminatedWorkflowHasEnded() {
		WorkflowInstance workflow = created(Databases.workflow().toBuilder());
		exchange(HttpMethod.POST, "/workflows/" + workflow.name() + "/terminate", HttpStatus.OK);
		WorkflowInstance terminated = this.store.getWorkflowInstance(workflow.id());
		assertThat(terminated.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(terminated.completeTime()).isEqualTo(NOW);
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
			.isEqualTo(problem("The last segment of the path must be one of suspend, resume, terminate, retry"));
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

}
