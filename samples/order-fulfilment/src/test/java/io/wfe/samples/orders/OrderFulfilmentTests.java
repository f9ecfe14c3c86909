package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for each path that an order can take, over HTTP.
 */
class OrderFulfilmentTests extends OrdersTestSupport {

	@Autowired
	private PaymentSystem payments;

	@Test
	void whenPaidThenShippedInAParcelForEachItem() {
		String id = place("Ada", "book");
		assertThat(workflow(id).required("name").asString()).startsWith("order-fulfilment-");
		awaitStep(id, "await payment WAITING_FOR_EVENT");
		assertThat(reservations(id)).containsExactly("book", "pen");

		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		awaitStatus(id, WorkflowStatus.COMPLETE);
		assertThat(state(id)).isEqualTo("SHIPPED");
		assertThat(steps(id)).contains("reserve stock COMPLETE", "accept payment COMPLETE", "charge card COMPLETE",
				"book carrier COMPLETE", "deliver parcel COMPLETE", "close order COMPLETE");
		assertThat(steps(id)).filteredOn("deliver parcel COMPLETE"::equals).hasSize(2);
		JsonNode children = get("/actuator/wfe/workflows?definition=parcel-delivery&size=100").required("workflows");
		assertThat(children.findValuesAsString("status")).isNotEmpty().containsOnly("COMPLETE");
	}

	@Test
	void whenPaidAtOnceThenThePaymentIsNotLost() {
		String id = place("Ada", "book");
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		awaitState(id, OrderState.SHIPPED);
	}

	@Test
	void whenThePaymentSystemIsDownThenChargingIsRetried() {
		String id = place("Ada", "rare book");
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		awaitState(id, OrderState.SHIPPED);
		JsonNode workflow = workflow(id);
		assertThat(workflow.required("errors").findValuesAsString("message")).hasSize(2)
			.allSatisfy((message) -> assertThat(message).contains("The payment system does not answer"));
		assertThat(workflow.at("/data/receipt").asString()).startsWith("receipt-").satisfies((receipt) -> {
			assertThat(this.payments.isCharged(receipt)).isTrue();
		});
	}

	@Test
	void whenNoCarrierTakesItThenEverythingIsTakenBack() {
		String id = place("Ada", "piano");
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		awaitStatus(id, WorkflowStatus.COMPLETE);
		assertThat(state(id)).isEqualTo("CANCELLED");
		assertThat(reservations(id)).isEmpty();
		assertThat(this.payments.isCharged(workflow(id).at("/data/receipt").asString())).isFalse();
		List<String> steps = steps(id);
		assertThat(steps).contains("refund COMPLETE", "release stock COMPLETE", "cancel order COMPLETE")
			.doesNotContain("deliver parcel COMPLETE");
		assertThat(steps.indexOf("refund COMPLETE")).isLessThan(steps.indexOf("release stock COMPLETE"));
	}

	@Test
	void whenOutOfStockThenSuspendedUntilFilledUp() {
		String id = place("Ada", "unobtainium");
		awaitStatus(id, WorkflowStatus.SUSPENDED);
		assertThat(workflow(id).at("/errors/0/step").asString()).isEqualTo("reserve stock");
		assertThat(workflow(id).at("/errors/0/message").asString()).contains("There is no unobtainium in stock");
		assertThat(reservations(id)).isEmpty();

		send("/orders/" + id + "/fill-up?item=unobtainium", HttpStatus.ACCEPTED);
		awaitStep(id, "await payment WAITING_FOR_EVENT");
		assertThat(reservations(id)).containsExactly("unobtainium", "pen");
		post("/orders/" + id + "/cancel", HttpStatus.OK);
		String other = place("Ada", "unobtainium");
		awaitStep(other, "await payment WAITING_FOR_EVENT");
	}

	@Test
	void whenAManagerApprovesALargeOrderThenItGoesOn() {
		String id = place("Ada", "book", 2500);
		awaitStep(id, "approve order WAITING_FOR_EVENT");
		send("/orders/" + id + "/decision?option=approve", HttpStatus.ACCEPTED);
		awaitStep(id, "await payment WAITING_FOR_EVENT");
		post("/orders/" + id + "/decision?option=approve", HttpStatus.CONFLICT);
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		awaitState(id, OrderState.SHIPPED);
	}

	@Test
	void whenAManagerRejectsALargeOrderThenItEnds() {
		String id = place("Ada", "book", 2500);
		awaitStep(id, "approve order WAITING_FOR_EVENT");
		send("/orders/" + id + "/decision?option=reject", HttpStatus.ACCEPTED);
		awaitStatus(id, WorkflowStatus.COMPLETE);
		assertThat(state(id)).isEqualTo("REJECTED");
		assertThat(reservations(id)).isEmpty();
	}

	@Test
	void whenCancelledThenTheWorkflowEndsAndTheStockIsFree() {
		String id = place("Ada", "book");
		awaitStep(id, "await payment WAITING_FOR_EVENT");
		JsonNode cancelled = post("/orders/" + id + "/cancel", HttpStatus.OK);
		assertThat(cancelled.at("/order/state").asString()).isEqualTo("CANCELLED");
		assertThat(cancelled.at("/workflow/status").asString()).isEqualTo("TERMINATED");
		assertThat(reservations(id)).isEmpty();

		post("/orders/" + id + "/cancel", HttpStatus.OK);
		JsonNode problem = post("/orders/" + id + "/payment", HttpStatus.CONFLICT);
		assertThat(problem.required("detail").asString()).endsWith("is not to be paid: it is CANCELLED");
	}

	@Test
	void whenShippedThenCancelIsRefused() {
		String id = place("Ada", "book");
		post("/orders/" + id + "/payment", HttpStatus.ACCEPTED);
		awaitState(id, OrderState.SHIPPED);
		JsonNode problem = post("/orders/" + id + "/cancel", HttpStatus.CONFLICT);
		assertThat(problem.required("detail").asString()).endsWith("cannot be cancelled: it is SHIPPED");
	}

	@Test
	void ordersAreListedPageByPage() {
		for (int i = 0; i < 45; i++) {
			place("Customer " + i, "book");
		}
		JsonNode first = get("/orders");
		assertThat(first.required("orders").size()).isEqualTo(20);
		JsonNode second = get(first.required("next").asString());
		JsonNode third = get(second.required("next").asString());
		List<String> customers = new ArrayList<>();
		for (JsonNode page : List.of(first, second, third)) {
			customers.addAll(page.required("orders").findValuesAsString("customer"));
		}
		for (int i = 0; i < 45; i++) {
			assertThat(customers.get(i)).isEqualTo("Customer " + (44 - i));
		}
	}

	@Test
	void badOrdersAreRefused() {
		JsonNode problem = body(post("/orders", Map.of("customer", " ", "items", List.of(), "amount", -1)),
				HttpStatus.BAD_REQUEST);
		assertThat(problem.required("title").asString()).isEqualTo("Bad Request");
		assertThat(problem.required("errors").valueStream().map(JsonNode::asString))
			.containsExactly("amount must be greater than 0", "customer must not be blank", "items must not be empty");
		problem = body(post("/orders", Map.of("customer", "A", "items", List.of("b\0"), "amount", BigDecimal.ONE)),
				HttpStatus.BAD_REQUEST);
		assertThat(problem.required("detail").asString()).startsWith("data").contains("U+0000");
	}

	@Test
	void unknownOrdersAreNotFound() {
		String path = "/orders/" + UUID.randomUUID();
		body(this.client.get().uri(path).exchange(), HttpStatus.NOT_FOUND);
		post(path + "/payment", HttpStatus.NOT_FOUND);
		post(path + "/cancel", HttpStatus.NOT_FOUND);
		post(path + "/decision?option=approve", HttpStatus.NOT_FOUND);
		body(this.client.get().uri("/orders/none").exchange(), HttpStatus.BAD_REQUEST);
		JsonNode problem = body(this.client.delete().uri("/orders").exchange(), HttpStatus.METHOD_NOT_ALLOWED);
		assertThat(problem.required("title").asString()).isEqualTo("Method Not Allowed");
	}

}
