package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The values that the tests store.
 */
final class Samples {

	/**
	 * The time of everything that need not be due, with all the digits that are stored.
	 */
	static final Instant BASE = Instant.parse("2031-05-06T07:08:09.123456Z");

	/**
	 * The expiry of a token that holds while a test runs.
	 */
	static final Instant FAR_FUTURE = Instant.parse("2131-01-01T00:00:00.654321Z");

	/**
	 * The expiry of a token that has expired.
	 */
	static final Instant PAST = Instant.parse("2001-01-01T00:00:00.654321Z");

	private static final Instant FIRST_WINDOW = Instant.parse("1969-01-01T00:00:00Z");

	private static final AtomicInteger windows = new AtomicInteger();

	private static final JsonMapper mapper = new JsonMapper();

	private Samples() {
	}

	static String unique(String prefix) {
		return prefix + "-" + UUID.randomUUID();
	}

	/**
	 * Returns the start of a day that is before all the days this returned so far. What
	 * is due on that day is therefore due before everything that earlier tests have left
	 * in the store.
	 */
	static Instant earlierThanEver() {
		return FIRST_WINDOW.minus(windows.getAndIncrement(), ChronoUnit.DAYS);
	}

	static JsonNode json(String text) {
		return mapper.readTree(text);
	}

	static WorkflowInstance.Builder workflow() {
		return WorkflowInstance.builder()
			.id(unique("workflow"))
			.workflowDefinitionId("contract")
			.version(1)
			.data(json("{}"))
			.createTime(BASE);
	}

	static WorkflowInstance workflow(ExecutionPointer... pointers) {
		return workflow().executionPointers(List.of(pointers)).build();
	}

	static WorkflowInstance.Builder fullWorkflow() {
		return workflow().name(unique("name"))
			.rootWorkflowId(unique("root"))
			.workflowDefinitionId("order-fulfilment")
			.version(7)
			.description("Ships order 4711")
			.reference("order/4711")
			.executionPointers(List.of(fullPointer(), pointer(2).build(), fullPointer()))
			.nextExecution(BASE.plusSeconds(60))
			.status(WorkflowStatus.SUSPENDED)
			.data(json(
					"{\"order\": 4711, \"lines\": [{\"sku\": \"a\", \"price\": 1.5}], \"paid\": true, \"note\": null}"))
			.createTime(BASE.minusSeconds(3600))
			.completeTime(BASE.plusSeconds(3600));
	}

	static ExecutionPointer.Builder pointer(int stepId) {
		return ExecutionPointer.builder().id(unique("pointer")).stepId(stepId).active(true);
	}

	static List<ExecutionPointer> pointers(int count) {
		return IntStream.range(0, count).mapToObj((index) -> pointer(index).build()).toList();
	}

	static ExecutionPointer fullPointer() {
		return pointer(12).status(PointerStatus.WAITING_FOR_EVENT)
			.active(false)
			.sleepUntil(BASE.plusSeconds(1))
			.persistenceData(json("{\"attempt\": 3}"))
			.startTime(BASE.plusSeconds(2))
			.endTime(BASE.plusSeconds(3))
			.eventName("payment")
			.eventKey("order/4711")
			.eventPublished(true)
			.eventData(json("[1, \"two\", {\"three\": 3}]"))
			.stepName("Wait for payment")
			.retryCount(4)
			.children(List.of(unique("child"), unique("child")))
			.contextItem(json("\"item\""))
			.predecessorId(unique("predecessor"))
			.outcome(json("false"))
			.scope(List.of(unique("scope"), unique("scope")))
			.extensionAttributes(Map.of("a", json("1"), "b", json("{\"c\": []}")))
			.build();
	}

	static EventSubscription.Builder subscription(String eventName) {
		return EventSubscription.builder()
			.id(unique("subscription"))
			.workflowId(unique("workflow"))
			.stepId(3)
			.executionPointerId(unique("pointer"))
			.eventName(eventName)
			.eventKey("key")
			.subscribeAsOf(BASE);
	}

	static EventSubscription fullSubscription() {
		return subscription(unique("event")).subscriptionData(json("{\"a\": [1, null]}"))
			.externalToken(unique("token"))
			.externalWorkerId(unique("worker"))
			.externalTokenExpiry(BASE.plus(Duration.ofDays(1)))
			.build();
	}

	static Event.Builder event(String eventName) {
		return Event.builder()
			.id(unique("event"))
			.eventName(eventName)
			.eventKey("key")
			.eventData(json("{\"amount\": 12}"))
			.eventTime(BASE);
	}

}
