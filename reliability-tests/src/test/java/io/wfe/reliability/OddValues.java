package io.wfe.reliability;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Models of values that are easily lost between two languages. All can be read by the
 * Rust crates.
 */
final class OddValues {

	static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	static final List<String> TEXTS = List.of("", " ", "\n\ttab", "null", "'; DROP TABLE x; --", "\"\\ $1 %s {} ?",
			"\uD83E\uDD80 caf\u00E9 cafe\u0301 \u200F\u05D0 \uFFFE\uFFFF", "\u0001\u001F\u007F\u2028",
			"x".repeat(2000));

	/**
	 * The first and the last that both PostgreSQL and chrono know are among them.
	 */
	static final List<Instant> TIMES = List.of(Instant.EPOCH, Instant.parse("1969-12-31T23:59:59.999999Z"),
			Instant.parse("2026-02-28T12:34:56.000001Z"), Instant.parse("0001-01-01T00:00:00Z"),
			Instant.parse("-4712-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999Z"),
			Instant.parse("+10000-01-01T00:00:00.120Z"), Instant.parse("+262142-12-31T23:59:59.999999Z"));

	/**
	 * Java's null is SQL's, and not that of JSON.
	 */
	private static final List<@Nullable JsonNode> JSONS = jsons();

	private OddValues() {
	}

	private static List<@Nullable JsonNode> jsons() {
		List<@Nullable JsonNode> jsons = new ArrayList<>();
		jsons.add(null);
		jsons.add(JSON.nullNode());
		jsons.add(JSON.booleanNode(false));
		jsons.add(JSON.arrayNode());
		jsons.add(JSON.objectNode());
		for (String number : List.of("0", "-9223372036854775808", "18446744073709551615", "0.1", "-12.50", "1e300",
				"1e-300", "100", "2251799813685249.5")) {
			jsons.add(JSON.numberNode(new BigDecimal(number)));
		}
		jsons.add(JSON.numberNode(BigInteger.TEN.pow(19)));
		jsons.add(JSON.numberNode(0.1));
		for (String text : TEXTS) {
			jsons.add(JSON.stringNode(text));
			jsons.add(JSON.objectNode().put(text, text).set("null", JSON.nullNode()));
		}
		// An attribute of a pointer in a command of five more levels
		jsons.add(nested(122));
		jsons.add(JSON.stringNode("\u20AC".repeat(1_000_000)));
		return jsons;
	}

	/**
	 * Returns instances: each value is in each field that takes it, and each status is
	 * there.
	 */
	static List<WorkflowInstance> workflows() {
		List<WorkflowStatus> statuses = List.of(WorkflowStatus.values());
		List<WorkflowInstance> instances = new ArrayList<>();
		for (int index = 0; index < JSONS.size(); index++) {
			JsonNode data = JSONS.get(index);
			String text = text(index);
			boolean empty = index % 5 == 0;
			instances.add(WorkflowInstance.builder()
				.id(unique(text))
				.name(unique("name" + text))
				.rootWorkflowId(empty ? null : text)
				.workflowDefinitionId("d" + text)
				.version(empty ? Integer.MAX_VALUE : index)
				.description(empty ? null : text)
				.reference(empty ? null : text)
				.status(statuses.get(index % statuses.size()))
				.data((data != null) ? data : JSON.nullNode())
				.nextExecution(empty ? null : time(index + 1))
				.createTime(time(index))
				.completeTime(empty ? null : time(index + 2))
				.executionPointers(pointers(index))
				.build());
		}
		return instances;
	}

	/**
	 * Returns as many pointers as there are statuses, for the last JSON only one.
	 */
	private static List<ExecutionPointer> pointers(int index) {
		List<ExecutionPointer> pointers = new ArrayList<>();
		int number = index;
		for (PointerStatus status : PointerStatus.values()) {
			boolean empty = status == PointerStatus.PENDING;
			String text = text(number);
			JsonNode json = JSONS.get(index);
			Map<String, JsonNode> attributes = new HashMap<>();
			if (json != null && index < JSONS.size() - 2) {
				attributes.put(text, json);
			}
			pointers.add(ExecutionPointer.builder()
				.id(unique(text))
				.stepId(empty ? Integer.MAX_VALUE : number)
				.active(number % 2 == 0)
				.status(status)
				.sleepUntil(empty ? null : time(number))
				.persistenceData(json)
				.startTime(empty ? null : time(number + 1))
				.endTime(empty ? null : time(number + 2))
				.eventName(empty ? null : text)
				.eventKey(empty ? null : text(number + 1))
				.eventPublished(number % 3 == 0)
				.eventData(empty ? null : json)
				.stepName(empty ? null : text)
				.retryCount(empty ? Integer.MAX_VALUE : number)
				.children(empty ? List.of() : TEXTS)
				.contextItem(json)
				.predecessorId(empty ? null : text)
				.outcome(json)
				.scope(empty ? List.of() : List.of(text, text))
				.extensionAttributes(attributes)
				.build());
			if (index == JSONS.size() - 1) {
				break;
			}
			number++;
		}
		return pointers;
	}

	/**
	 * Returns JSON that the crates just read, and such as they do not.
	 */
	static List<JsonNode> atTheLimit() {
		List<JsonNode> jsons = new ArrayList<>();
		jsons.add(nested(127));
		jsons.add(nested(128));
		for (String number : List.of("1e400", "-1e400", "1e-400", "0.1000000000000000055", "1e308", "2e308", "1e309")) {
			jsons.add(JSON.numberNode(new BigDecimal(number)));
		}
		for (int digits = 300; digits <= 310; digits++) {
			jsons.add(JSON.numberNode(new BigInteger("7".repeat(digits))));
			jsons.add(JSON.numberNode(new BigInteger("1".repeat(digits)).negate()));
		}
		for (int end = 140; end < 170; end++) {
			jsons.add(JSON.numberNode(new BigDecimal("1.7976931348623" + end + "e308")));
		}
		return jsons;
	}

	private static JsonNode nested(int levels) {
		JsonNode nested = JSON.arrayNode();
		for (int level = 1; level < levels; level++) {
			nested = (level % 2 == 0) ? JSON.arrayNode().add(nested) : JSON.objectNode().set("a", nested);
		}
		return nested;
	}

	static List<Event> events() {
		List<Event> events = new ArrayList<>();
		for (int index = 0; index < JSONS.size(); index++) {
			JsonNode data = JSONS.get(index);
			events.add(Event.builder()
				.id(unique(text(index)))
				.eventName("e" + text(index))
				.eventKey(text(index + 1))
				.eventData((data != null) ? data : JSON.nullNode())
				.eventTime(time(index))
				.processed(index % 2 == 0)
				.build());
		}
		return events;
	}

	static List<EventSubscription> subscriptions(String workflowId) {
		List<EventSubscription> subscriptions = new ArrayList<>();
		for (int index = 0; index < JSONS.size(); index++) {
			boolean open = index % 2 == 0;
			subscriptions.add(EventSubscription.builder()
				.id(unique(text(index)))
				.workflowId(workflowId)
				.stepId(open ? Integer.MAX_VALUE : index)
				.executionPointerId("p" + text(index))
				.eventName("e" + text(index))
				.eventKey(text(index + 1))
				.subscribeAsOf(time(index))
				.subscriptionData(JSONS.get(index))
				.externalToken(open ? null : text(index))
				.externalWorkerId(open ? null : text(index + 1))
				.externalTokenExpiry(open ? null : time(index + 1))
				.build());
		}
		return subscriptions;
	}

	static String text(int index) {
		return TEXTS.get(index % TEXTS.size());
	}

	static Instant time(int index) {
		return TIMES.get(index % TIMES.size());
	}

	private static String unique(String text) {
		return UUID.randomUUID() + text;
	}

}
