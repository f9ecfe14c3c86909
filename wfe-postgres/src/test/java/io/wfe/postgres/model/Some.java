package io.wfe.postgres.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Draws values from few enough ids, names and instants that operations meet each other.
 */
final class Some {

	static final List<String> WORKFLOWS = ids("w", 5);

	static final List<String> SUBSCRIPTIONS = ids("s", 6);

	static final List<String> EVENTS = ids("e", 8);

	static final List<String> DEFINITIONS = ids("d", 3);

	static final List<String> EVENT_NAMES = List.of("paid", "shipped");

	static final List<String> EVENT_KEYS = List.of("1", "2");

	static final List<String> NAMES = List.of("order", "order/1", "order/2", "invoice", "");

	static final Instant NEVER_EXPIRES = Instant.parse("2200-01-01T00:00:00Z");

	private static final Instant BASE = Instant.parse("2020-02-29T23:59:59.500Z");

	private static final Instant EXPIRED = Instant.parse("2001-01-01T00:00:00.0000015Z");

	private static final List<Integer> EDGES = List.of(0, 1, 499, 500, 501, 999, 1000, 1_000_000, 1_000_500, 2_000_000);

	private final Random random;

	Some(long seed) {
		this.random = new Random(seed);
	}

	private static List<String> ids(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((index) -> prefix + index).toList();
	}

	int number(int bound) {
		return this.random.nextInt(bound);
	}

	boolean chance(int percent) {
		return number(100) < percent;
	}

	<T> T of(List<T> values) {
		return values.get(number(values.size()));
	}

	<T> @Nullable T maybe(T value) {
		return chance(60) ? value : null;
	}

	/**
	 * An instant within a second, either side of which is in the past.
	 */
	Instant instant() {
		return BASE.plusNanos(chance(40) ? of(EDGES) : number(1_000_000_000));
	}

	Instant expiry() {
		return chance(50) ? EXPIRED : NEVER_EXPIRES;
	}

	String eventName() {
		return of(EVENT_NAMES);
	}

	String eventKey() {
		return of(EVENT_KEYS);
	}

	int limit() {
		return chance(50) ? 1 + number(4) : 1000;
	}

	JsonNode json() {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		return switch (number(7)) {
			case 0 -> nodes.nullNode();
			case 1 -> nodes.numberNode(new BigDecimal(number(1000)).movePointLeft(number(5)));
			case 2 -> nodes.stringNode("it's \"" + number(10) + "\" \\ {,} \uD83D\uDE80");
			case 3 -> nodes.booleanNode(chance(50));
			case 4 -> nodes.arrayNode().add(number(3)).addNull();
			default -> nodes.objectNode().put("b", number(3)).set("a", nodes.objectNode());
		};
	}

	WorkflowInstance workflow(String id) {
		WorkflowInstance bare = WorkflowInstance.create(of(DEFINITIONS), number(3), json())
			.toBuilder()
			.id(id)
			.name(chance(50) ? "" : of(NAMES))
			.build();
		return change(bare.toBuilder().executionPointers(chance(40) ? List.of() : pointers(id)).build());
	}

	/**
	 * Changes all of an instance but its id, name and pointers.
	 */
	WorkflowInstance change(WorkflowInstance instance) {
		return instance.toBuilder()
			.rootWorkflowId(maybe(of(WORKFLOWS)))
			.workflowDefinitionId(of(DEFINITIONS))
			.version(number(3))
			.description(maybe("description " + number(3)))
			.reference(maybe("reference " + number(3)))
			.nextExecution(chance(30) ? Instant.EPOCH : maybe(instant()))
			.status(of(List.of(WorkflowStatus.values())))
			.data(json())
			.createTime(instant())
			.completeTime(maybe(instant()))
			.build();
	}

	private List<ExecutionPointer> pointers(String workflowId) {
		return IntStream.range(0, 1 + number(4)).mapToObj((index) -> pointer(workflowId + "-p" + index)).toList();
	}

	/**
	 * Changes, adds, removes and moves pointers.
	 */
	List<ExecutionPointer> changePointers(String workflowId, List<ExecutionPointer> before) {
		List<ExecutionPointer> pointers = new ArrayList<>(before);
		for (int i = number(4); i > 0; i--) {
			int place = number(pointers.size() + 1);
			boolean exists = place < pointers.size();
			switch (number(5)) {
				case 0 -> pointers.add(place, pointer(pointerId(workflowId)));
				case 1 -> pointers.add(pointer(pointerId(workflowId)));
				case 2 -> {
					if (exists) {
						pointers.remove(place);
					}
				}
				case 3 -> {
					if (exists) {
						pointers.set(place, changePointer(pointers.get(place)));
					}
				}
				default -> Collections.shuffle(pointers, this.random);
			}
		}
		return pointers;
	}

	/**
	 * The id of a pointer that is new as a rule, but may be in the list already, or
	 * belong to another instance.
	 */
	private String pointerId(String workflowId) {
		return (chance(5) ? of(WORKFLOWS) : workflowId) + "-p" + number(12);
	}

	private ExecutionPointer changePointer(ExecutionPointer pointer) {
		return switch (number(4)) {
			case 0 -> pointer.toBuilder().status(of(List.of(PointerStatus.values()))).build();
			case 1 -> pointer.toBuilder().outcome(maybe(json())).build();
			case 2 -> pointer.toBuilder().build();
			default -> pointer(pointer.id());
		};
	}

	private ExecutionPointer pointer(String id) {
		return ExecutionPointer.builder()
			.id(id)
			.stepId(number(5))
			.active(chance(50))
			.status(of(List.of(PointerStatus.values())))
			.sleepUntil(maybe(instant()))
			.persistenceData(maybe(json()))
			.startTime(maybe(instant()))
			.endTime(maybe(instant()))
			.eventName(maybe(eventName()))
			.eventKey(maybe(eventKey()))
			.eventPublished(chance(50))
			.eventData(maybe(json()))
			.stepName(maybe("step"))
			.retryCount(number(3))
			.children(chance(50) ? List.of() : List.of("b", "a", "a"))
			.contextItem(maybe(json()))
			.predecessorId(maybe("p" + number(3)))
			.outcome(maybe(json()))
			.scope(chance(50) ? List.of() : List.of("", "x"))
			.extensionAttributes(chance(50) ? Map.of() : Map.of("k", json(), "l", json()))
			.build();
	}

	EventSubscription subscription() {
		EventSubscription subscription = EventSubscription.create(of(WORKFLOWS), number(5), "p", eventName(),
				eventKey(), instant());
		boolean taken = chance(40);
		return subscription.toBuilder()
			.id(of(SUBSCRIPTIONS))
			.subscriptionData(maybe(json()))
			.externalToken(taken ? token() : null)
			.externalWorkerId(taken ? "worker" : null)
			.externalTokenExpiry(taken ? maybe(expiry()) : null)
			.build();
	}

	String token() {
		return of(List.of("token 1", "token 2"));
	}

	Event event() {
		return Event.create(eventName(), eventKey(), json())
			.toBuilder()
			.id(of(EVENTS))
			.eventTime(instant())
			.processed(chance(30))
			.build();
	}

	ExecutionError error() {
		return new ExecutionError(instant(), of(WORKFLOWS), "p" + number(3), "message " + number(3));
	}

	ScheduledCommand command() {
		return new ScheduledCommand(of(List.of(CommandName.values())), "data " + number(4), instant());
	}

}
