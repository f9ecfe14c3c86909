package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the way of an order, over HTTP.
 */
class OrderFulfilmentTests extends OrdersTestSupport {

	@Test
	void whenPaidThenShipped() {
		String id = place("Ada", "book");
		assertThat(workflow(id).required("name").asString()).isEqualTo("order-fulfilment-1");
		assertThat(steps(id)).containsExactly("reserve stock PENDING");

		handleCommands();
		assertThat(steps(id)).containsExactly("reserve stock COMPLETE", "receive payment WAITING_FOR_EVENT");
		assertThat(count("wfc.event_subscriptions")).isOne();

		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		assertThat(steps(id)).endsWith("receive payment WAITING_FOR_EVENT");

		handleCommands();
		assertThat(steps(id)).containsExactly("reserve stock COMPLETE", "receive payment COMPLETE", "ship COMPLETE");
		JsonNode workflow = workflow(id);
		assertThat(workflow.required("status").asString()).isEqualTo("COMPLETE");
		assertThat(workflow.required("nextExecution").isNull()).isTrue();
		assertThat(workflow.at("/steps/1/eventData/amount").decimalValue()).isEqualByComparingTo("59.9");
		assertThat(workflow.at("/steps/2/outcome/parcel").asString()).isEqualTo("PARCEL-" + id.substring(0, 8));
		assertThat(unprocessedEvents()).isEmpty();
		assertThatTablesAreEmpty("wfc.event_subscriptions", "wfc.scheduled_commands", "wfc.execution_errors");
	}

	@Test
	void whenARustHostLeftASubscriptionWithoutWorkflowThenPaymentIsDeliveredAllTheSame() {
		String id = place("Ada", "book");
		handleCommands();
		this.jdbc.sql("""
				INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name,
					event_key, subscribe_as_of)
				VALUES ('orphan', 'gone', 1, 'p', 'payment-received', ?, 'epoch')
				""").param(id).update();
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		handleCommands();
		assertThat(steps(id)).endsWith("ship COMPLETE");
		assertThat(unprocessedEvents()).isEmpty();
		assertThatTablesAreEmpty("wfc.event_subscriptions", "wfc.scheduled_commands");
	}

	@Test
	void whenWorkflowIsGoneThenPaymentIsHandledAndNothingIsLeft() {
		String id = place("Ada", "book");
		handleCommands();
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		this.jdbc.sql("DELETE FROM wfc.execution_pointers").update();
		this.jdbc.sql("DELETE FROM wfc.workflows").update();
		this.jdbc.sql("DELETE FROM wfc.scheduled_commands WHERE command_name = 'ProcessWorkflow'").update();
		handleCommands();
		assertThat(unprocessedEvents()).isEmpty();
		assertThatTablesAreEmpty("wfc.event_subscriptions", "wfc.scheduled_commands");
	}

	@Test
	void whenPaidBeforeStockIsReservedThenShipped() {
		String id = place("Ada", "book");
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		handleCommands();
		assertThat(steps(id)).containsExactly("reserve stock COMPLETE", "receive payment COMPLETE", "ship COMPLETE");
		assertThat(unprocessedEvents()).isEmpty();
		assertThatTablesAreEmpty("wfc.event_subscriptions", "wfc.scheduled_commands");
	}

	@Test
	void whenPaymentIsHandledBeforeStockIsReservedThenShipped() {
		String id = place("Ada", "book");
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		moveCommandToAdvance(id, this.clock.instant().plusSeconds(60));
		handleCommands();
		assertThat(steps(id)).containsExactly("reserve stock PENDING");
		assertThat(unprocessedEvents()).hasSize(1);

		this.clock.advance(Duration.ofSeconds(60));
		handleCommands();
		assertThat(steps(id)).endsWith("receive payment COMPLETE", "ship COMPLETE");
		assertThat(unprocessedEvents()).isEmpty();
	}

	@Test
	void whenPaidTwiceThenShippedOnce() {
		String id = place("Ada", "book");
		handleCommands();
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		handleCommands();
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		handleCommands();
		assertThat(steps(id)).containsExactly("reserve stock COMPLETE", "receive payment COMPLETE", "ship COMPLETE");
		assertThat(count("wfc.events")).isEqualTo(3);
		assertThat(unprocessedEvents()).isEmpty();
		assertThatTablesAreEmpty("wfc.scheduled_commands");
	}

	@Test
	void whenCancelledThenTerminatedAndNothingWaits() {
		String id = place("Ada", "book");
		handleCommands();
		JsonNode workflow = post("/orders/" + id + "/cancel", HttpStatus.OK).required("workflow");
		assertThat(workflow.required("status").asString()).isEqualTo("TERMINATED");
		assertThat(workflow.required("description").asString()).isEqualTo("Cancelled by the customer");
		assertThat(steps(id)).endsWith("receive payment CANCELLED");
		assertThatTablesAreEmpty("wfc.event_subscriptions");

		post("/orders/" + id + "/cancel", HttpStatus.OK);
		JsonNode problem = post("/orders/" + id + "/payment", HttpStatus.CONFLICT);
		assertThat(problem.required("detail").asString()).endsWith("is not to be paid: it is TERMINATED");
		assertThatTablesAreEmpty("wfc.events");

		this.clock.advance(Duration.ofHours(2));
		handleCommands();
		assertThat(workflow(id).required("description").asString()).isEqualTo("Cancelled by the customer");
		assertThatTablesAreEmpty("wfc.scheduled_commands");
	}

	@Test
	void whenShippedThenCancelIsRefused() {
		String id = place("Ada", "book");
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		handleCommands();
		JsonNode problem = post("/orders/" + id + "/cancel", HttpStatus.CONFLICT);
		assertThat(problem.required("detail").asString()).endsWith("is shipped already");
		assertThat(workflow(id).required("status").asString()).isEqualTo("COMPLETE");
	}

	@Test
	void whenNotPaidByTheDeadlineThenTerminated() {
		String id = place("Ada", "book");
		handleCommands();
		Instant deadline = Instant.parse(workflow(id).required("nextExecution").asString());
		this.clock.advance(Duration.ofMinutes(59));
		handleCommands();
		assertThat(workflow(id).required("status").asString()).isEqualTo("RUNNABLE");

		this.clock.advance(Duration.ofMinutes(1));
		handleCommands();
		JsonNode workflow = workflow(id);
		assertThat(workflow.required("status").asString()).isEqualTo("TERMINATED");
		assertThat(workflow.required("description").asString()).isEqualTo("Not paid by " + deadline);
		assertThatTablesAreEmpty("wfc.event_subscriptions", "wfc.scheduled_commands");
	}

	@Test
	void whenPaidBeforeTheDeadlineIsNoticedThenShipped() {
		String id = place("Ada", "book");
		handleCommands();
		this.clock.advance(Duration.ofHours(2));
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		handleCommands();
		assertThat(steps(id)).containsExactly("reserve stock COMPLETE", "receive payment COMPLETE", "ship COMPLETE");
		assertThat(unprocessedEvents()).isEmpty();
		assertThatTablesAreEmpty("wfc.event_subscriptions", "wfc.scheduled_commands");
	}

	@Test
	void whenAdvancedTooEarlyThenTheDeadlineStays() {
		String id = place("Ada", "book");
		handleCommands();
		moveCommandToAdvance(id, this.clock.instant());
		handleCommands();
		assertThat(workflow(id).required("status").asString()).isEqualTo("RUNNABLE");
		this.clock.advance(Duration.ofHours(1));
		handleCommands();
		assertThat(workflow(id).required("status").asString()).isEqualTo("TERMINATED");
	}

	@Test
	void whenStockCannotBeReservedThenTheErrorIsRecorded() {
		String id = place("Ada", "unobtainium");
		handleCommands();
		JsonNode workflow = workflow(id);
		assertThat(workflow.required("status").asString()).isEqualTo("SUSPENDED");
		assertThat(steps(id)).containsExactly("reserve stock FAILED");
		assertThat(workflow.required("errors").size()).isOne();
		assertThat(workflow.at("/errors/0/step").asString()).isEqualTo("reserve stock");
		assertThat(workflow.at("/errors/0/message").asString()).isEqualTo("There is no unobtainium in stock");
		assertThat(get("/orders").at("/orders/0/remark").asString()).isEqualTo("There is no unobtainium in stock");
		post("/orders/" + id + "/payment", HttpStatus.CONFLICT);
		post("/orders/" + id + "/cancel", HttpStatus.OK);
	}

	@Test
	void ordersAreListedPageByPage() {
		for (int i = 0; i < 45; i++) {
			place("Customer " + i, "book");
		}
		JsonNode first = get("/orders");
		JsonNode second = get(first.required("next").asString());
		JsonNode third = get(second.required("next").asString());
		assertThat(List.of(first.required("orders").size(), second.required("orders").size(),
				third.required("orders").size()))
			.containsExactly(20, 20, 5);
		assertThat(third.required("next").isNull()).isTrue();
		assertThat(first.at("/orders/0/customer").asString()).isEqualTo("Customer 44");
		assertThat(third.at("/orders/4/customer").asString()).isEqualTo("Customer 0");
		assertThat(third.at("/orders/4/step").asString()).isEqualTo("reserve stock");
	}

	@Test
	void badOrdersAreRefused() {
		JsonNode problem = body(post("/orders", Map.of("customer", " ", "items", List.of(), "amount", -1)),
				HttpStatus.BAD_REQUEST);
		assertThat(problem.required("title").asString()).isEqualTo("Bad Request");
		assertThat(problem.required("errors").valueStream().map(JsonNode::asString))
			.containsExactly("amount must be greater than 0", "customer must not be blank", "items must not be empty");
		problem = body(post("/orders", Map.of("customer", "A\0", "items", List.of("book"), "amount", BigDecimal.ONE)),
				HttpStatus.BAD_REQUEST);
		assertThat(problem.required("detail").asString()).startsWith("data").contains("U+0000");
		assertThatTablesAreEmpty("orders", "wfc.workflows", "wfc.scheduled_commands");
	}

	@Test
	void unknownOrdersAreNotFound() {
		String path = "/orders/" + UUID.randomUUID();
		body(this.client.get().uri(path).exchange(), HttpStatus.NOT_FOUND);
		post(path + "/payment", HttpStatus.NOT_FOUND);
		post(path + "/cancel", HttpStatus.NOT_FOUND);
		body(this.client.get().uri("/orders/none").exchange(), HttpStatus.BAD_REQUEST);
		JsonNode problem = body(this.client.delete().uri("/orders").exchange(), HttpStatus.METHOD_NOT_ALLOWED);
		assertThat(problem.required("title").asString()).isEqualTo("Method Not Allowed");
		assertThatTablesAreEmpty("wfc.events");
	}

	private List<String> steps(String orderId) {
		return workflow(orderId).required("steps")
			.valueStream()
			.map((step) -> step.required("step").asString() + " " + step.required("status").asString())
			.toList();
	}

	private void moveCommandToAdvance(String orderId, Instant time) {
		String workflowId = workflow(orderId).required("id").asString();
		this.store.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_WORKFLOW, workflowId, time));
	}

	private List<String> unprocessedEvents() {
		return this.store.getRunnableEvents(this.clock.instant());
	}

}
