package io.wfe.core.test.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * JSON, text and instants come back as they were.
 */
interface ValueContract extends Stores {

	/**
	 * Text that is taken for something else somewhere: quotes, SQL, patterns, escapes,
	 * array and JSON syntax, placeholders, emoji, combining marks and right-to-left text.
	 */
	String TRICKY_TEXT = "'; DROP TABLE workflows; -- \"q\" $1 ${a} ? ?? :name %_\\ \\u0041 {\"a\":1,NULL} [x] \t\r\n "
			+ "\u0001\u007f \uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB e\u0301 \u05E9\u05DC\u05D5\u05DD \u202Eabc "
			+ "\u4E2D\u6587 \u00DF\uFFFD\uFEFF null NULL";

	@Test
	default void jsonNullIsNotTheSameAsNoneInPointers() {
		JsonNode jsonNull = JsonNodeFactory.instance.nullNode();
		ExecutionPointer none = Samples.pointer(1).build();
		ExecutionPointer nulls = Samples.pointer(2)
			.persistenceData(jsonNull)
			.eventData(jsonNull)
			.contextItem(jsonNull)
			.outcome(jsonNull)
			.extensionAttributes(Map.of("key", jsonNull))
			.build();
		WorkflowInstance created = provider().createWorkflowInstance(Samples.workflow(none, nulls));
		List<ExecutionPointer> loaded = provider().getWorkflowInstance(created.id()).executionPointers();
		Snapshot.assertSame(loaded, List.of(none, nulls));
		assertNullJson(loaded.get(0), loaded.get(1));
		// The other way round
		ExecutionPointer wasNone = nulls.toBuilder().id(none.id()).build();
		ExecutionPointer wasNulls = none.toBuilder().id(nulls.id()).build();
		provider().persistWorkflow(created.toBuilder().executionPointers(List.of(wasNulls, wasNone)).build());
		loaded = provider().getWorkflowInstance(created.id()).executionPointers();
		Snapshot.assertSame(loaded, List.of(wasNulls, wasNone));
		assertNullJson(loaded.get(0), loaded.get(1));
	}

	private static void assertNullJson(ExecutionPointer none, ExecutionPointer nulls) {
		assertThat(none.persistenceData()).isNull();
		assertThat(none.eventData()).isNull();
		assertThat(none.contextItem()).isNull();
		assertThat(none.outcome()).isNull();
		assertThat(Stream.of(nulls.persistenceData(), nulls.eventData(), nulls.contextItem(), nulls.outcome(),
				nulls.extensionAttributes().get("key")))
			.allMatch(ValueContract::isJsonNull);
	}

	private static boolean isJsonNull(@Nullable JsonNode json) {
		return json != null && json.isNull();
	}

	@Test
	default void jsonNullIsNotTheSameAsNoneInSubscriptions() {
		EventSubscription none = Samples.subscription(Samples.unique("event")).build();
		EventSubscription nulls = Samples.subscription(Samples.unique("event"))
			.subscriptionData(JsonNodeFactory.instance.nullNode())
			.build();
		Stores.subscribe(provider(), none);
		Stores.subscribe(provider(), nulls);
		assertThat(provider().getSubscription(none.id()).subscriptionData()).isNull();
		assertThat(isJsonNull(provider().getSubscription(nulls.id()).subscriptionData())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "false", "0", "-1", "1.5", "\"text\"", "\"\"", "{}", "[]", "[[], {}]",
			"{\"\": {\"\": []}}", "{\"b\": 1, \"a\": 2}", "[null, null]", "[1, 1]" })
	default void anyJsonIsKept(String text) {
		assertJsonIsKept(Samples.json(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.1000000000000000055", "1e400", "-1e400", "1e-400", "9007199254740993",
			"9223372036854775808", "-170141183460469231731687303715884105729", "123456789.000000001000", "100", "1E2",
			"0.1", "1e22", "0.00", "3.4028234663852886e38" })
	default void numbersAreExact(String number) {
		assertJsonIsKept(JsonNodeFactory.instance.numberNode(new BigDecimal(number)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 1001, 5000 })
	default void integersAreExactHoweverLong(int digits) {
		BigInteger integer = new BigInteger("7".repeat(digits));
		assertJsonIsKept(JsonNodeFactory.instance.numberNode(integer));
		assertJsonIsKept(JsonNodeFactory.instance.numberNode(integer.negate()));
	}

	@Test
	default void numbersOfJavaAreKept() {
		ObjectNode numbers = JsonNodeFactory.instance.objectNode();
		numbers.put("int", Integer.MIN_VALUE)
			.put("long", Long.MAX_VALUE)
			.put("smallLong", 5L)
			.put("short", (short) 7)
			.put("double", 0.1)
			.put("float", 0.5f)
			.put("min", Double.MIN_VALUE)
			.put("max", Double.MAX_VALUE);
		assertJsonIsKept(numbers);
	}

	@Test
	default void binaryJsonBecomesText() {
		JsonNode binary = JsonNodeFactory.instance.binaryNode(new byte[] { 1, 2, 3 });
		String id = provider().createNewWorkflow(Samples.workflow().data(binary).build());
		assertThat(provider().getWorkflowInstance(id).data().stringValue()).isEqualTo("AQID");
	}

	@Test
	default void trickyTextIsKeptInJson() {
		ObjectNode json = JsonNodeFactory.instance.objectNode();
		json.put(TRICKY_TEXT, TRICKY_TEXT).put("", "").putArray("array").add(TRICKY_TEXT);
		assertJsonIsKept(json);
	}

	@Test
	default void longAndDeepJsonIsKept() {
		assertJsonIsKept(JsonNodeFactory.instance.stringNode("\u00E4".repeat(1_000_000)));
		assertJsonIsKept(nested(400));
		ObjectNode wide = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < 10_000; i++) {
			wide.put("key" + i, i);
		}
		assertJsonIsKept(wide);
	}

	/**
	 * Readers of JSON have limits of their own, which must not be found out when it is
	 * too late.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "depth", "key", "integer", "exponent", "fraction" })
	default void whatIsAcceptedCanBeRead(String extreme) {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		JsonNode json = switch (extreme) {
			case "depth" -> nested(1000);
			case "key" -> nodes.objectNode().put("k".repeat(60_000), 1);
			case "integer" -> nodes.numberNode(new BigInteger("7".repeat(100_000)));
			case "exponent" -> nodes.numberNode(new BigDecimal("1e100000"));
			default -> nodes.numberNode(new BigDecimal("1e-16000"));
		};
		WorkflowInstance instance;
		try {
			instance = provider().createWorkflowInstance(Samples.workflow().data(json).build());
		}
		catch (InvalidValueException ex) {
			assertThat(ex.getField()).isEqualTo("data");
			return;
		}
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
	}

	@Test
	default void trickyTextIsKeptInWorkflows() {
		WorkflowInstance instance = Samples.fullWorkflow()
			.id(tricky())
			.name(tricky())
			.rootWorkflowId(tricky())
			.workflowDefinitionId(tricky())
			.description(tricky())
			.reference(tricky())
			.executionPointers(List.of(trickyPointer(), trickyPointer()))
			.build();
		assertThat(provider().createNewWorkflow(instance)).isEqualTo(instance.id());
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
		Snapshot.assertSame(provider().getWorkflowInstanceByName(instance.name()), instance);
		Snapshot.assertSame(provider().getWorkflowInstances(List.of(instance.id(), tricky())), List.of(instance));
		WorkflowInstance changed = provider().getWorkflowInstance(instance.id())
			.toBuilder()
			.description(tricky() + " changed")
			.executionPointers(List.of(trickyPointer(), instance.executionPointers().get(1)))
			.build();
		provider().persistWorkflow(changed);
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), changed);
		assertThat(provider().nextDefinitionSequence(instance.workflowDefinitionId())).isEqualTo(1);
		assertThat(provider().nextDefinitionSequence(instance.workflowDefinitionId())).isEqualTo(2);
	}

	private static String tricky() {
		return Samples.unique(TRICKY_TEXT);
	}

	private static ExecutionPointer trickyPointer() {
		return Samples.fullPointer()
			.toBuilder()
			.id(tricky())
			.eventName(tricky())
			.eventKey(tricky())
			.stepName(tricky())
			.children(List.of(tricky(), "", TRICKY_TEXT))
			.predecessorId(tricky())
			.scope(List.of("", tricky()))
			.extensionAttributes(Map.of(TRICKY_TEXT, JsonNodeFactory.instance.stringNode(TRICKY_TEXT)))
			.build();
	}

	@Test
	default void trickyTextIsKeptElsewhere() {
		EventSubscription subscription = Samples.fullSubscription()
			.toBuilder()
			.id(tricky())
			.workflowId(tricky())
			.executionPointerId(tricky())
			.eventName(tricky())
			.eventKey(tricky())
			.externalToken(tricky())
			.externalWorkerId(tricky())
			.externalTokenExpiry(Samples.PAST)
			.build();
		Stores.subscribe(provider(), subscription);
		Snapshot.assertSame(provider().getSubscription(subscription.id()), subscription);
		Snapshot.assertSame(
				provider().getSubscriptions(subscription.eventName(), subscription.eventKey(), Samples.BASE),
				List.of(subscription));
		Event event = Samples.event(tricky()).id(tricky()).eventKey(tricky()).build();
		provider().createEvent(event);
		Snapshot.assertSame(provider().getEvent(event.id()), event);
		assertThat(provider().getEvents(event.eventName(), event.eventKey(), Samples.BASE)).containsExactly(event.id());
		ExecutionError error = new ExecutionError(Samples.BASE, tricky(), tricky(), tricky());
		provider().persistErrors(List.of(error));
		assertThat(provider().getErrors(error.workflowId())).containsExactly(error);
	}

	@Test
	default void longTextIsKept() {
		String text = "\uD83D\uDE80 long ".repeat(100_000);
		WorkflowInstance instance = Samples.workflow(Samples.pointer(1).children(List.of(text)).build())
			.toBuilder()
			.description(text)
			.build();
		provider().createNewWorkflow(instance);
		WorkflowInstance loaded = provider().getWorkflowInstance(instance.id());
		assertThat(loaded.description()).isEqualTo(text);
		assertThat(loaded.executionPointers().get(0).children()).containsExactly(text);
		ExecutionError error = new ExecutionError(Samples.BASE, Samples.unique("workflow"), "pointer", text);
		provider().persistErrors(List.of(error));
		assertThat(provider().getErrors(error.workflowId())).containsExactly(error);
	}

	/**
	 * Instants around changes of calendars, of summer time and of the offset of local
	 * time, with the first and the last that the documentation of PostgreSQL promises. In
	 * a store of their own, since the oldest would be due in all tests to come.
	 */
	@Test
	default void instantsAreKept() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		for (String instant : List.of("1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "2031-03-30T01:30:00Z",
				"2031-10-26T00:30:00.000001Z", "2031-10-26T01:30:00.000001Z", "1890-06-01T12:34:56.789012Z",
				"1582-10-10T00:00:00.5Z", "0001-01-01T00:00:00Z", "0000-12-31T23:59:59.999999Z",
				"-0044-03-15T12:00:00Z", "+10000-01-01T00:00:00.1Z", "-4712-01-01T00:00:00Z",
				"+294276-12-31T23:59:59.999999Z")) {
			assertThatNoException().as(instant).isThrownBy(() -> assertIsKept(provider, Instant.parse(instant)));
		}
	}

	private static void assertIsKept(PersistenceProvider provider, Instant instant) {
		ExecutionPointer pointer = Samples.pointer(1).sleepUntil(instant).startTime(instant).endTime(instant).build();
		WorkflowInstance instance = Samples.workflow(pointer)
			.toBuilder()
			.name(Samples.unique("name"))
			.nextExecution(instant)
			.createTime(instant)
			.completeTime(instant)
			.build();
		provider.createNewWorkflow(instance);
		Snapshot.assertSame(provider.getWorkflowInstance(instance.id()), instance);
		assertThat(provider.getRunnableInstances(instant)).contains(instance.id());
		EventSubscription subscription = Samples.fullSubscription()
			.toBuilder()
			.subscribeAsOf(instant)
			.externalTokenExpiry(instant)
			.build();
		Stores.subscribe(provider, subscription);
		Snapshot.assertSame(provider.getSubscription(subscription.id()), subscription);
		Event event = Samples.event(Samples.unique("event")).eventTime(instant).build();
		provider.createEvent(event);
		Snapshot.assertSame(provider.getEvent(event.id()), event);
		assertThat(provider.getRunnableEvents(instant)).contains(event.id());
		assertThat(provider.getEvents(event.eventName(), event.eventKey(), instant)).containsExactly(event.id());
		Snapshot.assertSame(provider.findEvents(event.eventName(), event.eventKey(), instant, 10), List.of(event));
		ExecutionError error = new ExecutionError(instant, Samples.unique("workflow"), "pointer", "message");
		provider.persistErrors(List.of(error));
		assertThat(provider.getErrors(error.workflowId())).containsExactly(error);
		ScheduledCommand command = new ScheduledCommand(CommandName.PROCESS_EVENT, Samples.unique("data"), instant);
		provider.scheduleCommand(command);
		List<ScheduledCommand> handled = new ArrayList<>();
		provider.processCommands(command.executeTime(), handled::add);
		assertThat(handled).containsExactly(command);
	}

	@Test
	default void nothingThatTheCallerChangesLaterIsStored() {
		ObjectNode data = (ObjectNode) Samples.json("{\"a\": {\"b\": [1]}}");
		ObjectNode pointerData = (ObjectNode) Samples.json("{\"a\": 1}");
		WorkflowInstance instance = Samples.workflow(Samples.pointer(1).persistenceData(pointerData).build())
			.toBuilder()
			.data(data)
			.build();
		String before = Snapshot.of(instance.toBuilder().name(instance.id()).build());
		WorkflowInstance created = provider().createWorkflowInstance(instance);
		data.removeAll();
		pointerData.put("a", 2);
		spoil(created);
		assertThat(Snapshot.of(created)).isEqualTo(before);
		WorkflowInstance loaded = provider().getWorkflowInstance(instance.id());
		assertThat(Snapshot.of(loaded)).isEqualTo(before);
		spoil(loaded);
		assertThat(Snapshot.of(provider().persistWorkflow(loaded))).isEqualTo(before);
		assertThat(Snapshot.of(provider().getWorkflowInstance(instance.id()))).isEqualTo(before);
	}

	/**
	 * Changes the JSON that an instance hands out.
	 */
	private static void spoil(WorkflowInstance instance) {
		((ObjectNode) instance.data()).put("spoilt", true);
		JsonNode pointerData = instance.executionPointers().get(0).persistenceData();
		assertThat(pointerData).isInstanceOf(ObjectNode.class);
		if (pointerData instanceof ObjectNode object) {
			object.put("spoilt", true);
		}
	}

	private void assertJsonIsKept(JsonNode json) {
		ExecutionPointer pointer = Samples.pointer(1)
			.persistenceData(json)
			.eventData(json)
			.contextItem(json)
			.outcome(json)
			.extensionAttributes(Map.of("json", json))
			.build();
		WorkflowInstance instance = Samples.workflow(pointer)
			.toBuilder()
			.name(Samples.unique("name"))
			.data(json)
			.build();
		WorkflowInstance created = provider().createWorkflowInstance(instance);
		Snapshot.assertSame(created, instance);
		WorkflowInstance loaded = provider().getWorkflowInstance(instance.id());
		Snapshot.assertSame(loaded, instance);
		WorkflowInstance persisted = provider()
			.persistWorkflow(loaded.toBuilder().data(Samples.json("{\"other\": 1}")).build());
		provider().persistWorkflow(persisted.toBuilder().data(json).build());
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
		Event event = Samples.event(Samples.unique("event")).eventData(json).processed(true).build();
		provider().createEvent(event);
		Snapshot.assertSame(provider().getEvent(event.id()), event);
		EventSubscription subscription = Samples.subscription(Samples.unique("event")).subscriptionData(json).build();
		Stores.subscribe(provider(), subscription);
		Snapshot.assertSame(provider().getSubscription(subscription.id()), subscription);
	}

	private static JsonNode nested(int depth) {
		JsonNode json = JsonNodeFactory.instance.numberNode(1);
		for (int i = 0; i < depth; i++) {
			json = JsonNodeFactory.instance.arrayNode().add(json);
		}
		return json;
	}

}
